import { chmodSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Receives a sentence for the operator. */
export type Warn = (sentence: string) => void;

/** The mode of a folder that only its owner can enter. */
export const privateFolderMode = 0o700;
/** The mode of a file that only its owner can read and write. */
export const privateFileMode = 0o600;
const othersBits = 0o077;

/** Makes all files that this process creates from now on readable only by its own user. */
export function restrictNewFiles(): void {
  process.umask(othersBits);
}

/**
 * Restricts an SQLite database, its write-ahead log, its index and its secret to 0600, and warns
 * about each that cannot be changed. The folder may hold other people's files, so it is never
 * changed: if other users can enter it, this warns. Files that do not exist get their mode from the
 * umask.
 */
export function restrictDatabaseFiles(path: string, warn: Warn): void {
  if (process.platform === 'win32' || modeOf(path) === undefined) return;
  // SQLite writes the log and the index beside the file itself, not beside a link to it.
  const file = realpathSync(path);
  const folder = dirname(file);
  for (const one of [file, `${file}-wal`, `${file}-shm`, secretPath(file)]) restrict(one, warn);
  if (isOpenToOthers(modeOf(folder))) {
    warn(`The folder ${folder} is open to other users of this machine. ${adviceFor(folder)}`);
  }
}

/** The path of the secret of the database in this file, if SECRET is not set. */
export function secretPath(path: string): string {
  return `${dirname(path)}/secret`;
}

function restrict(path: string, warn: Warn): void {
  const mode = modeOf(path);
  if (mode === undefined || !isOpenToOthers(mode)) return;
  try {
    chmodSync(path, mode & privateFileMode);
  } catch {
    const command = `chmod 600 ${quoted(path)}`;
    warn(`Other users of this machine can read ${path}. As its owner, run: ${command}`);
  }
}

/** A shared folder such as /tmp stays open, so the database has to move. */
function adviceFor(folder: string): string {
  const isShared = ((modeOf(folder) ?? 0) & 0o1000) !== 0;
  if (!isShared) return `Run: chmod 700 ${quoted(folder)}`;
  const newFolder = quoted(`${folder}/tidings`);
  return `Move the database to its own folder and change DATABASE_URL. Run: mkdir -m 700 ${newFolder}`;
}

function isOpenToOthers(mode: number | undefined): boolean {
  return ((mode ?? 0) & othersBits) !== 0;
}

/** The permission bits; undefined if the path does not exist or this user cannot see it. */
function modeOf(path: string): number | undefined {
  try {
    return statSync(path).mode & 0o7777;
  } catch {
    return undefined;
  }
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

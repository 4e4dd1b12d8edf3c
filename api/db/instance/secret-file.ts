import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { privateFileMode, secretPath } from '../sqlite/file-modes.ts';

const minimumChars = 32;

/** Where the secret of an SQLite file is, if SECRET is not set: beside the file itself, not a link to it. */
export function secretFileOf(databasePath: string): string {
  return secretPath(realpathSync(databasePath));
}

/** The secret in this file; undefined if there is no file. Throws an Error if it holds no secret. */
export function readSecretFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length >= minimumChars) return secret;
  throw new Error(
    `The file ${path} does not contain a secret. Restore it from your backup. If there is none, delete the file and start with --accept-new-secret.`,
  );
}

/** Writes the secret so that after a power cut the file has all of it or is not there. */
export function writeSecretFile(path: string, secret: string): void {
  const unfinished = `${path}.new`;
  const file = openSync(unfinished, 'w', privateFileMode);
  try {
    writeSync(file, `${secret}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

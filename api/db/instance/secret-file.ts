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

/**
 * The path of an SQLite file's secret, for when SECRET is not set: beside the file itself, not
 * beside a link to it.
 */
export function secretFileOf(databasePath: string): string {
  return secretPath(realpathSync(databasePath));
}

/**
 * Reads the secret in this file; returns undefined if there is no file. Throws an Error if the file
 * does not contain a secret.
 */
export function readSecretFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length >= minimumChars) return secret;
  throw new Error(
    `The file ${path} does not contain a secret. Restore the file from your backup. If you have no backup, delete the file and start with --accept-new-secret.`,
  );
}

/** Writes the secret. After a power cut the file is complete or does not exist. */
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

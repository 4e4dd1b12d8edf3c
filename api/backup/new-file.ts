import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates `PATH.part` with mode 0600, lets `fill` write to it, and syncs it to the disk. If `fill`
 * fails, the file is deleted. `putInPlace` gives the finished file its name.
 */
export async function fillPart<T>(path: string, fill: (part: string) => Promise<T>): Promise<T> {
  const part = partOf(path);
  rmSync(part, { force: true });
  try {
    closeSync(openSync(part, 'wx', 0o600));
    const result = await fill(part);
    syncToDisk(part);
    return result;
  } catch (error) {
    discardPart(path);
    throw error;
  }
}

/** Renames the finished file, and syncs the folder so that a power cut does not undo the rename. */
export function putInPlace(path: string): void {
  renameSync(partOf(path), path);
  syncToDisk(dirname(path));
}

/**
 * Syncs a file and moves it to a path on the same disk, so that a power cut does not undo the move.
 */
export function moveInPlace(from: string, to: string): void {
  syncToDisk(from);
  renameSync(from, to);
  syncToDisk(dirname(to));
}

/** Deletes the unfinished file. */
export function discardPart(path: string): void {
  rmSync(partOf(path), { force: true });
}

function partOf(path: string): string {
  return `${path}.part`;
}

function syncToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

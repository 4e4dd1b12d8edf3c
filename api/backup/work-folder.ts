import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolderMode } from '../db/sqlite/file-modes.ts';
import { lockFile } from '../db/sqlite/file-slots.ts';

const lockName = 'lock';

/**
 * Lets `use` work in the folder `PATH.restoring`, which is empty at first and deleted at the end.
 * Files that a killed process left there are deleted first. Throws an Error if another process
 * works there.
 */
export async function inWorkFolder<T>(
  path: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = `${path}.restoring`;
  mkdirSync(folder, { recursive: true, mode: privateFolderMode });
  const lock = lockFile(join(folder, lockName));
  if (!lock) throw new Error(`Another restore to ${path} is running. Wait until it ends.`);
  try {
    clear(folder);
    return await use(folder);
  } finally {
    clear(folder);
    lock.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function clear(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name !== lockName) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

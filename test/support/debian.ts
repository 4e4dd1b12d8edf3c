import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Whether the file is there and may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs a package of Debian if this process may, and returns whether it did. Gives up soon if the
 * network is missing.
 */
export function installFromDebian(name: string): boolean {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return false;
  console.log(`Installing ${name} by apt-get.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const timeoutOptions = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=15'];
  const run = (...args: string[]) =>
    spawnSync('apt-get', [...timeoutOptions, ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  return [['update'], ['install', '-y', '--no-install-recommends', name]].every(
    (args) => run(...args).status === 0,
  );
}

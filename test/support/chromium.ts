import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/**
 * The path of an installed Chromium or Chrome: CHROMIUM_PATH, else the usual names. Installs
 * Debian's where that is possible without asking anyone; otherwise says what to install.
 */
export function findChromium(): string {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return mustRun(chosen);
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get')) {
    installFromDebian();
    const fresh = installed();
    if (fresh) return fresh;
  }
  throw new Error(
    'The tests need a browser: install Chromium or Chrome, or name one in CHROMIUM_PATH.',
  );
}

function mustRun(path: string): string {
  if (isExecutable(path)) return path;
  throw new Error(`CHROMIUM_PATH names ${path}, which is no executable file.`);
}

function installed(): string | undefined {
  const usual = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...usual, ...elsewhere].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installFromDebian(): void {
  console.log('No browser found: installing Chromium by apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args: string[]) =>
    execFileSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  run('update');
  run('install', '-y', '--no-install-recommends', 'chromium');
}

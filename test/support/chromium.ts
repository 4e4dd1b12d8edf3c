import { delimiter, join } from 'node:path';
import { installFromDebian, isExecutable } from './debian.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const shellNames = ['chromium-headless-shell', 'chrome-headless-shell'];
const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
const applicationPaths = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/**
 * The path of an installed Chromium or Chrome: CHROMIUM_PATH, else the usual names. Installs
 * Debian's where that is possible without asking anyone; otherwise says what to install.
 */
export function findChromium(): string {
  const find = () => findInstalled(names) ?? applicationPaths.find(isExecutable);
  const path = configuredPath() || find() || (installFromDebian('chromium') && find());
  if (path) return path;
  throw new Error(
    'The tests need a browser: install Chromium or Chrome, or name one in CHROMIUM_PATH.',
  );
}

/**
 * The same browser without the windows around its pages: a quarter of the work for each page that a
 * test opens. Where there is none, and none to install, the whole one.
 */
export function findHeadlessShell(): string {
  const find = () => findInstalled(shellNames);
  const path =
    configuredPath() || find() || (installFromDebian('chromium-headless-shell') && find());
  return path || findChromium();
}

function configuredPath(): string | undefined {
  const path = process.env.CHROMIUM_PATH;
  if (!path || isExecutable(path)) return path || undefined;
  throw new Error(`CHROMIUM_PATH names ${path}, which is no executable file.`);
}

function findInstalled(wanted: readonly string[]): string | undefined {
  return folders.flatMap((folder) => wanted.map((name) => join(folder, name))).find(isExecutable);
}

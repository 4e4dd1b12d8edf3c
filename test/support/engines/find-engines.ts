import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installFromDebian, isExecutable } from '../debian.ts';
import type { WebKitPaths } from './webkit.ts';

const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
/** Debian's folder of libraries has one folder per architecture, such as `x86_64-linux-gnu`. */
const libraries = '/usr/lib';

/** The path of an installed Firefox: FIREFOX_PATH, else the usual names, else Debian's, installed now. */
export function findFirefox(): string {
  const find = () => installed('firefox-esr') ?? installed('firefox');
  const path = process.env.FIREFOX_PATH || find() || (installFromDebian('firefox-esr') && find());
  if (path) return path;
  throw new Error('The tests need Firefox: install it, or set FIREFOX_PATH.');
}

/** WebKitGTK with its driver, and a screen in memory for it; Debian's, installed now if missing. */
export function findWebKit(): WebKitPaths {
  const find = (): WebKitPaths | undefined => {
    const [driver, browser] = [installed('WebKitWebDriver'), installedWebKit()];
    const xvfb = installed('Xvfb');
    return driver && browser && xvfb ? { driver, browser, xvfb } : undefined;
  };
  const install = () => installFromDebian('webkit2gtk-driver') && installFromDebian('xvfb');
  const paths = find() ?? (install() ? find() : undefined);
  if (paths) return paths;
  throw new Error("The tests need WebKitGTK: install Debian's webkit2gtk-driver and xvfb.");
}

function installedWebKit(): string | undefined {
  const architectures = existsSync(libraries) ? readdirSync(libraries) : [];
  return architectures
    .flatMap((folder) =>
      ['4.1', '4.0'].map((version) => join(libraries, folder, `webkit2gtk-${version}`)),
    )
    .map((folder) => join(folder, 'MiniBrowser'))
    .find(isExecutable);
}

function installed(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

// Installs what is missing and is quick where nothing is: `npm start`, `npm test` and `npm run check`
// begin with it. Plain JavaScript without packages, since it runs before there are any.

process.chdir(dirname(fileURLToPath(import.meta.url)));

if (!isComplete()) {
  console.log('Installing packages; this takes some minutes the first time.');
  // Everything anew: after an interrupted install npm takes half a package for a whole one.
  rmSync('node_modules', { recursive: true, force: true });
  // Not `npm ci`, which refuses a lockfile made where not every platform's binaries are on offer.
  const options = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', options, { stdio: 'inherit', shell: onWindows() });
  process.exitCode = status ?? 1;
}

/** npm writes its own record of what it installed last, so that an interrupted install shows. */
function isComplete() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  const missing = Object.entries(wanted).filter(
    ([path, { version, optional }]) =>
      path !== '' && !(optional && !present[path]) && !isPresent(path, version, present),
  );
  return missing.length === 0 && databaseLoads();
}

function isPresent(path, version, present) {
  return present[path]?.version === version && existsSync(`${path}/package.json`);
}

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : {};
}

/** Its compiled part is missing after an install without scripts, and strange to another Node. */
function databaseLoads() {
  try {
    const BetterSqlite3 = createRequire(import.meta.url)('better-sqlite3');
    new BetterSqlite3(':memory:').close();
    return true;
  } catch {
    return false;
  }
}

function onWindows() {
  return process.platform === 'win32';
}

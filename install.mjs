import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Installs missing packages, and returns quickly if none is missing: `npm start`, `npm test` and
// `npm run check` begin with it. Plain JavaScript without packages, because it runs before any are
// installed.

process.chdir(dirname(fileURLToPath(import.meta.url)));

/** On the same file system as `node_modules`, so that a rename is enough to swap them. */
const folder = join('.cache', 'install');
const replaced = join(folder, 'replaced');

if (!isComplete()) {
  console.log('Installing packages. This takes a few minutes the first time.');
  process.exitCode = install();
}

/**
 * `npm ci` deletes `node_modules` before it installs, so an interrupted or failed install would leave
 * nothing that runs. This function therefore installs in its own folder and swaps the result in.
 * Returns npm's exit code.
 */
function install() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    if (existsSync(file)) cpSync(file, join(folder, file));
  }
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', options, {
    cwd: folder,
    stdio: 'inherit',
    shell: onWindows(),
  });
  if (status !== 0) return status ?? 1;
  if (existsSync('node_modules')) renameSync('node_modules', replaced);
  renameSync(join(folder, 'node_modules'), 'node_modules');
  rmSync(folder, { recursive: true, force: true });
  return 0;
}

/** Whether every package of the lockfile is in npm's own record of what it installed. */
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

/**
 * Whether the database driver loads. Its compiled part is missing after an install without scripts,
 * and does not load in another version of Node.
 */
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

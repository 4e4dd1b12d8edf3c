import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';

/** A checkout with an old `node_modules`, in which `npm` runs this shell script instead. */
function checkoutWith(npm: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-test-'));
  cpSync('install.mjs', join(folder, 'install.mjs'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'package-lock.json'), '{ "packages": {} }');
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'node_modules', 'old'), '');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'npm'), `#!/bin/sh\n${npm}\n`, { mode: 0o755 });
  return folder;
}

function install(folder: string): number | null {
  const PATH = [join(folder, 'bin'), process.env.PATH].join(delimiter);
  const script = join(folder, 'install.mjs');
  return spawnSync(process.execPath, [script], { env: { ...process.env, PATH } }).status;
}

test('an install that fails leaves the packages that were there', () => {
  const folder = checkoutWith('mkdir node_modules && touch node_modules/half; exit 7');
  expect(install(folder)).toBe(7);
  expect(existsSync(join(folder, 'node_modules', 'old'))).toBe(true);
  expect(existsSync(join(folder, 'node_modules', 'half'))).toBe(false);
});

test('an install replaces all of them at once, by npm ci, and leaves nothing else behind', () => {
  const folder = checkoutWith('mkdir node_modules && echo "$@" > node_modules/arguments');
  expect(install(folder)).toBe(0);
  expect(readFileSync(join(folder, 'node_modules', 'arguments'), 'utf8')).toMatch(/^ci /);
  expect(existsSync(join(folder, 'node_modules', 'old'))).toBe(false);
  expect(existsSync(join(folder, '.cache', 'install'))).toBe(false);
});

test('an install starts afresh after one that was killed', () => {
  const folder = checkoutWith('test ! -e node_modules || exit 9; mkdir node_modules');
  mkdirSync(join(folder, '.cache', 'install', 'node_modules'), { recursive: true });
  expect(install(folder)).toBe(0);
});

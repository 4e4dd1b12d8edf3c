import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockedPackage {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

type Lockfile = Record<string, LockedPackage>;

/**
 * Every dependency that has no entry where Node would look for it, as `path → name`. `npm ci` refuses
 * such a lockfile; `npm install` passes over it on the machine where it was made.
 */
function missingIn(packages: Lockfile): string[] {
  return Object.entries(packages).flatMap(([path, locked]) => {
    const wanted = { ...locked.dependencies, ...locked.devDependencies };
    const names = Object.keys({ ...wanted, ...locked.optionalDependencies });
    return names.filter((name) => !isLocked(packages, path, name)).map((n) => `${path} → ${n}`);
  });
}

function isLocked(packages: Lockfile, from: string, name: string): boolean {
  const parents = from === '' ? [] : from.split('/node_modules/');
  const folders = parents.map((_, i) => parents.slice(0, i + 1).join('/node_modules/'));
  return ['', ...folders].some((folder) => {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    return path in packages;
  });
}

test('the check finds a platform package without an entry', () => {
  const packages = {
    '': { dependencies: { esbuild: '1' } },
    'node_modules/esbuild': {
      optionalDependencies: { '@esbuild/linux': '1', '@esbuild/mac': '1' },
    },
    'node_modules/esbuild/node_modules/@esbuild/linux': {},
  };
  expect(missingIn(packages)).toEqual(['node_modules/esbuild → @esbuild/mac']);
});

test('the lockfile has an entry for every dependency on every platform, as npm ci requires', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  expect(missingIn(packages)).toEqual([]);
});

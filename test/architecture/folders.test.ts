import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Source } from '../support/source.ts';
import { isInFolder, product, sources } from './layout.ts';

/** What the top level of the repository may hold, besides what git ignores. */
const topLevel =
  `admin api bench contract demo docs migrations test widget .ci .git .gitignore .editorconfig
  .env.example ARCHITECTURE.md CHANGELOG.md LICENSE README.md SECURITY.md biome.json install.mjs
  knip.json package.json package-lock.json tsconfig.json vite.config.ts`.split(/\s+/);
const ignored = ['node_modules', 'dist', 'data', '.cache', '.env'];

describe('folders', () => {
  const maxFiles = (folder: string) => {
    if (/^(contract|migrations|api\/routes\/\w+)$|\/(locales|elements)$/.test(folder)) return 30;
    if (isInFolder(`${folder}/`, 'test')) return 25;
    return folder === 'api/http' ? 20 : 15;
  };

  test('hold so many files that one sees them all', () => {
    const counts = new Map<string, number>();
    for (const { path } of sources) {
      counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    }
    const full = [...counts].filter(([folder, count]) => count > maxFiles(folder));
    expect(full).toEqual([]);
  });

  test('hold files that import at most 12 of their siblings', () => {
    const siblings = ({ path, imports }: Source) =>
      new Set(imports.map(({ target }) => target).filter((one) => dirname(one) === dirname(path)));
    const strays = product.filter((source) => siblings(source).size > 12 && !isMigration(source));
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  test('hold no crumbs: a file below 30 lines with one importer beside it says why', () => {
    const importers = (path: string) =>
      product.filter(({ imports }) => imports.some(({ target }) => target === path));
    const isCrumb = ({ path, lines }: Source) => {
      const [first, second] = importers(path);
      if (isMigration({ path }) || path.endsWith('.styles.ts')) return false;
      return lines < 30 && first && !second && dirname(first.path) === dirname(path);
    };
    const crumbs = product.filter(isCrumb).map(({ path }) => path);
    const silent = crumbs.filter(
      (path) => !/^\/\/ A file of its own:/m.test(readFileSync(path, 'utf8')),
    );
    expect(crumbs.length).toBeGreaterThan(0);
    expect(silent).toEqual([]);
  });

  test('the top level holds the known folders and files', () => {
    const there = readdirSync('.').filter(
      (name) => !ignored.includes(name) && !name.endsWith('.log'),
    );
    expect(there.filter((name) => !topLevel.includes(name))).toEqual([]);
  });
});

/** Each stays a file of its own for ever, and all are in one list. */
function isMigration({ path }: Pick<Source, 'path'>): boolean {
  return isInFolder(path, 'migrations');
}

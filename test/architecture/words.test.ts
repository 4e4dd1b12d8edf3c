import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSource, wordsOf } from '../support/source.ts';
import { isInFolder, isQueriesFile, isRoutesFile, listStrays, product, sources } from './layout.ts';

// What files may say, what things are called, and how long they may be.

describe('what a file may say', () => {
  const environment = /^process\.env$/;
  const clock = /^(new Date\(\)|Date\.now\(\))$/;

  test('process.env is read by api/config.ts alone', () => {
    expect(whoSays(environment)).toEqual(['api/config.ts']);
  });

  test('rules know no clock: the time comes with the call', () => {
    expect(whoSays(clock).filter((path) => !tellsTime(path))).toEqual([]);
  });

  test('there are no default exports, enums, namespaces or decorators', () => {
    const text = 'export default 1;\nenum A {}\nnamespace B {}\n@c class D {}\n';
    const all = ['default export', 'enum', 'namespace', 'decorator'];
    expect(parseSource('api/x.ts', text).constructs).toEqual(all);
    expect(listStrays(sources, (source) => source.constructs)).toEqual([]);
  });

  function whoSays(pattern: RegExp): string[] {
    const says = product.filter((s) => s.expressions.some((one) => pattern.test(one)));
    return says.map(({ path }) => path);
  }
});

describe('names', () => {
  const empty = 'utils util helpers helper common shared lib libs types misc index'.split(' ');
  const vague = 'manager service helper util utils data info'.split(' ');
  const foreign =
    'site workspace user users customer customers segment segments admin submission poll'.split(
      ' ',
    );

  test('files are kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|styles))?$|^\d{4}_[a-z_]+$/;
    expect(sources.map(({ path }) => path).filter((p) => !kebab.test(basename(p, '.ts')))).toEqual(
      [],
    );
  });

  test('no file or folder is named after nothing in particular; migrations/index.ts is the list', () => {
    const parts = (path: string) => path.replace(/\.ts$/, '').split('/');
    const strays = sources.filter(({ path }) => parts(path).some((part) => empty.includes(part)));
    expect(strays.map(({ path }) => path)).toEqual(['migrations/index.ts']);
  });

  test('classes say what they are, not that they manage or serve', () => {
    const classes = product.flatMap((s) => s.exported.filter((one) => one.kind === 'class'));
    expect(classes.length).toBeGreaterThan(0);
    expect(classes.filter(({ name }) => vague.includes(wordsOf(name).at(-1) ?? ''))).toEqual([]);
  });

  test('one word per thing: project, person, visitor, audience, response, survey', () => {
    const strays = listStrays(product, ({ path, exported }) =>
      [path, ...exported.map((one) => one.name)].filter((name) =>
        name
          .split('/')
          .slice(-1)
          .flatMap(wordsOf)
          .some((word) => foreign.includes(word)),
      ),
    );
    expect(strays).toEqual([]);
  });
});

describe('size and words', () => {
  test('no file is above 300 lines, and few are above 200', () => {
    const sizes = product.map(({ lines }) => lines);
    expect(listStrays(sources, (s) => (s.lines > 300 ? [`${s.lines} lines`] : []))).toEqual([]);
    expect(sizes.filter((size) => size > 200).length / sizes.length).toBeLessThan(0.05);
  });

  test('no function is above 30 lines, but lists of routes and columns; half are 8 or shorter', () => {
    const long = listStrays(product, ({ path, functions }) =>
      functions.filter(({ lines }) => lines > maxLines(path)).map(({ name }) => name),
    );
    expect(long).toEqual([]);
    const lengths = product.flatMap((s) => s.functions.map((f) => f.lines)).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(8);
  });

  test('every exported rule and class says what its signature cannot', () => {
    const bare = listStrays(product, ({ path, exported }) =>
      isQueriesFile(path) || isRoutesFile(path) || isInFolder(path, 'contract')
        ? []
        : exported.filter((one) => one.kind !== 'type' && !one.documented).map((one) => one.name),
    );
    expect(bare).toEqual([]);
  });
});

/** Ids carry a time; commands and the server hand out the clock; a page has but the browser's. */
function tellsTime(path: string): boolean {
  if (isInFolder(path, 'widget') || isInFolder(path, 'admin')) return true;
  if (isInFolder(path, 'api/commands') || path.endsWith('-command.ts')) return true;
  return ['api/ids.ts', 'api/server.ts'].includes(path);
}

function maxLines(path: string): number {
  if (isInFolder(path, 'migrations')) return 120;
  return isRoutesFile(path) ? 80 : 30;
}

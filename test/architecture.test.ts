import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, parseSource, readSources, type Source, wordsOf } from './support/source.ts';

// The house as rules. Each failure names the rule and who breaks it; each rule first catches an
// example of its own, so that none of them holds merely because nobody is looked at.

const ours = ['api', 'contract', 'migrations', 'widget', 'admin', 'bench', 'test'];
const sources = readSources(ours);
const product = sources.filter(({ path }) => !/^(test|bench)\//.test(path));

/** The features of the server. The rules of one may import those to its left. */
const features =
  'audit outbox projects members visitors audiences releases surveys responses scores rollouts feed flags changelog imports deliveries demo'.split(
    ' ',
  );

/** What the top level of the repository may hold, besides what git ignores. */
const topLevel =
  `admin api bench contract docs migrations test widget .ci .git .gitignore .editorconfig
  .env.example ARCHITECTURE.md CHANGELOG.md LICENSE README.md SECURITY.md biome.json install.mjs
  knip.json package.json package-lock.json tsconfig.json vite.config.ts`.split(/\s+/);
const ignored = ['node_modules', 'dist', 'data', '.cache', '.env'];

interface ImportRule {
  rule: string;
  /** The files that the rule is about. */
  about(path: string): boolean;
  allows(imported: Import, path: string): boolean;
  /** An import that the rule must catch: the file, and what it must not import. */
  caught: [path: string, specifier: string];
}

const importRules: ImportRule[] = [
  {
    rule: 'contract/vocabulary.ts imports nothing: it is the one contract file that a browser runs',
    about: (path) => path === 'contract/vocabulary.ts',
    allows: () => false,
    caught: ['contract/vocabulary.ts', './fields.ts'],
  },
  {
    rule: 'contract/ imports zod and itself, so that anybody may read it',
    about: (path) => isIn(path, 'contract'),
    allows: ({ target }) => target === 'zod' || isIn(target, 'contract'),
    caught: ['contract/feed.ts', '../api/errors.ts'],
  },
  {
    rule: 'migrations/ imports kysely and itself: yesterday must not change with today’s code',
    about: (path) => isIn(path, 'migrations'),
    allows: ({ target }) => target === 'kysely' || isIn(target, 'migrations'),
    caught: ['migrations/0009_later.ts', '../api/db/schema.ts'],
  },
  {
    rule: 'api/ never imports the source of the widget, the dashboard or the tests',
    about: (path) => isIn(path, 'api'),
    allows: ({ target }) => !['widget', 'admin', 'test', 'bench'].some((f) => isIn(target, f)),
    caught: ['api/http/static.ts', '../../widget/loader.ts'],
  },
  {
    rule: 'widget/ runs lit, itself and contract/vocabulary.ts; other contract files are types only',
    about: (path) => isIn(path, 'widget'),
    allows: (imported) => isIn(imported.target, 'widget') || runsInBrowser(imported),
    caught: ['widget/loader/client.ts', '../../contract/feed.ts'],
  },
  {
    rule: 'admin/ runs in a browser: never zod, marked, the server, or a contract file at run time',
    about: (path) => isIn(path, 'admin'),
    allows: (imported) =>
      isIn(imported.target, 'admin') ||
      isIn(imported.target, 'widget') ||
      runsInBrowser(imported) ||
      /^(@lit|d3-|@codemirror|@lezer)/.test(imported.target),
    caught: ['admin/client.ts', 'zod'],
  },
  {
    rule: 'only routes, http/ and the two guards know Hono; app.ts and server.ts put it together',
    about: (path) => isIn(path, 'api') && !knowsRequests(path),
    allows: ({ target }) => target !== 'hono' && !target.startsWith('@hono/'),
    caught: ['api/releases/publishing.ts', 'hono'],
  },
  {
    rule: 'http/ and db/ know no feature',
    about: (path) => isIn(path, 'api/http') || isIn(path, 'api/db'),
    allows: ({ target }) => featureOf(target) === undefined,
    caught: ['api/http/limits.ts', '../projects/queries.ts'],
  },
  {
    rule: 'a feature’s rules import only features to its left: audit … deliveries, as listed above',
    about: (path) => featureOf(path) !== undefined && !isDoor(path),
    allows: ({ target }, path) => placeOf(target) <= placeOf(path),
    caught: ['api/projects/projects.ts', '../releases/releases.ts'],
  },
  {
    rule: 'queries stay in their feature: others call its rules',
    about: (path) => isIn(path, 'api'),
    allows: ({ target }, path) => !isQueries(target) || dirname(target) === dirname(path),
    caught: ['api/feed/member-routes.ts', '../releases/list-queries.ts'],
  },
  {
    rule: 'routes are imported by app.ts alone',
    about: (path) => isIn(path, 'api') && path !== 'api/app.ts',
    allows: ({ target }, path) => !isRoutes(target) || dirname(target) === dirname(path),
    caught: ['api/feed/feed.ts', '../releases/member-routes.ts'],
  },
  {
    rule: 'app.ts sees only routes, guards, http/, deps.ts, errors.ts and Hono',
    about: (path) => path === 'api/app.ts',
    allows: ({ target }) =>
      isRoutes(target) ||
      isGuard(target) ||
      isIn(target, 'api/http') ||
      /^(api\/(deps|errors)\.ts|hono|@hono\/zod-openapi)$/.test(target),
    caught: ['api/app.ts', './releases/releases.ts'],
  },
];

describe.each(importRules)('$rule', ({ about, allows, caught: [path, specifier] }) => {
  const broken = (source: Source) =>
    about(source.path)
      ? source.imports.filter((one) => !allows(one, source.path)).map(({ target }) => target)
      : [];

  test('catches its example', () => {
    expect(broken(parseSource(path, `import { x } from '${specifier}';\n`))).toHaveLength(1);
  });

  test('holds', () => {
    const strays = sources.flatMap((s) => broken(s).map((target) => `${s.path} → ${target}`));
    expect(strays).toEqual([]);
  });
});

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
    expect(list(sources, (source) => source.constructs)).toEqual([]);
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
    const strays = list(product, ({ path, exported }) =>
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

  test('the top level holds the known folders and files', () => {
    const there = readdirSync('.').filter(
      (name) => !ignored.includes(name) && !name.endsWith('.log'),
    );
    expect(there.filter((name) => !topLevel.includes(name))).toEqual([]);
  });
});

describe('size and words', () => {
  test('no file is above 300 lines, few above 200, and half are below 90', () => {
    const sizes = product.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(list(sources, (s) => (s.lines > 300 ? [`${s.lines} lines`] : []))).toEqual([]);
    expect(sizes.filter((size) => size > 200).length / sizes.length).toBeLessThan(0.05);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(90);
  });

  test('no function is above 30 lines, but lists of routes and columns; half are 8 or shorter', () => {
    const long = list(product, ({ path, functions }) =>
      functions.filter(({ lines }) => lines > maxLines(path)).map(({ name }) => name),
    );
    expect(long).toEqual([]);
    const lengths = product.flatMap((s) => s.functions.map((f) => f.lines)).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(8);
  });

  test('every exported rule and class says what its signature cannot', () => {
    const bare = list(product, ({ path, exported }) =>
      isQueries(path) || isRoutes(path) || isIn(path, 'contract')
        ? []
        : exported.filter((one) => one.kind !== 'type' && !one.documented).map((one) => one.name),
    );
    expect(bare).toEqual([]);
  });
});

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function featureOf(path: string): string | undefined {
  return features.find((feature) => isIn(path, `api/${feature}`));
}

/** What lies outside the features, db/ and errors.ts, stands to the left of them all. */
function placeOf(path: string): number {
  return features.indexOf(featureOf(path) ?? '');
}

function isRoutes(path: string): boolean {
  return path.endsWith('-routes.ts');
}

function isQueries(path: string): boolean {
  return /(^|\/|-)queries\.ts$/.test(path);
}

function isGuard(path: string): boolean {
  return path === 'api/members/guard.ts' || path === 'api/visitors/guard.ts';
}

/** Where the outside comes in: routes and commands may put the rules of any feature together. */
function isDoor(path: string): boolean {
  return isRoutes(path) || isGuard(path) || path.endsWith('-command.ts');
}

function knowsRequests(path: string): boolean {
  const assembly = ['api/app.ts', 'api/server.ts'];
  return isRoutes(path) || isGuard(path) || isIn(path, 'api/http') || assembly.includes(path);
}

/** Ids carry a time; commands and the server hand out the clock; a page has but the browser's. */
function tellsTime(path: string): boolean {
  if (isIn(path, 'widget') || isIn(path, 'admin')) return true;
  return ['api/ids.ts', 'api/server.ts'].includes(path) || path.endsWith('-command.ts');
}

function runsInBrowser({ target, typesOnly }: Import): boolean {
  if (target === 'lit' || target === 'contract/vocabulary.ts') return true;
  return typesOnly && isIn(target, 'contract');
}

function maxLines(path: string): number {
  if (isIn(path, 'migrations')) return 120;
  return isRoutes(path) ? 80 : 30;
}

function list(from: Source[], strays: (source: Source) => string[]): string[] {
  return from.flatMap((source) => strays(source).map((stray) => `${source.path}: ${stray}`));
}

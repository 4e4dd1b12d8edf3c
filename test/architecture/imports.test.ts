import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, parseSource, type Source } from '../support/source.ts';
import {
  allowedBackwardImports,
  isInFolder,
  moduleOf,
  modules,
  product,
  sources,
} from './layout.ts';

// Who may import whom. Each failure names the rule and who breaks it; each rule first catches an
// example of its own, so that none of them holds merely because nobody is looked at.

const maxArrowsBack = 8;

const browserContract = ['vocabulary', 'survey-kinds', 'palette'].map((n) => `contract/${n}.ts`);

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
    rule: 'contract/vocabulary.ts, survey-kinds.ts and palette.ts import nothing: browsers run them, and no other contract file',
    about: (path) => browserContract.includes(path),
    allows: () => false,
    caught: ['contract/vocabulary.ts', './fields.ts'],
  },
  {
    rule: 'contract/ imports zod and itself, so that anybody may read it',
    about: (path) => isInFolder(path, 'contract'),
    allows: ({ target }) => target === 'zod' || isInFolder(target, 'contract'),
    caught: ['contract/feed.ts', '../api/errors.ts'],
  },
  {
    rule: 'migrations/ imports kysely and itself: yesterday must not change with today’s code',
    about: (path) => isInFolder(path, 'migrations'),
    allows: ({ target }) => target === 'kysely' || isInFolder(target, 'migrations'),
    caught: ['migrations/0009_later.ts', '../api/db/schema.ts'],
  },
  {
    rule: 'api/ never imports the source of the widget, the dashboard, the demo or the tests',
    about: (path) => isInFolder(path, 'api'),
    allows: ({ target }) =>
      !['widget', 'admin', 'demo', 'test', 'bench'].some((f) => isInFolder(target, f)),
    caught: ['api/http/static.ts', '../../widget/loader.ts'],
  },
  {
    rule: 'widget/ runs lit, itself and the contract files that browsers run; other contract files are types only',
    about: (path) => isInFolder(path, 'widget'),
    allows: (imported) => isInFolder(imported.target, 'widget') || runsInBrowser(imported),
    caught: ['widget/loader/client.ts', '../../contract/feed.ts'],
  },
  {
    rule: 'admin/ runs in a browser: never zod, marked, the server, or a contract file at run time',
    about: (path) => isInFolder(path, 'admin'),
    allows: (imported) =>
      isInFolder(imported.target, 'admin') ||
      isInFolder(imported.target, 'widget') ||
      runsInBrowser(imported) ||
      /^(@lit|d3-|@codemirror|@lezer)/.test(imported.target),
    caught: ['admin/client.ts', 'zod'],
  },
  {
    rule: 'only routes/, http/ and openapi/ know Hono; app.ts and server.ts put it together',
    about: (path) => isInFolder(path, 'api') && !knowsRequests(path),
    allows: ({ target }) => target !== 'hono' && !target.startsWith('@hono/'),
    caught: ['api/releases/publishing.ts', 'hono'],
  },
  {
    rule: 'a module imports only modules to its left, in the order of the list above',
    about: (path) => moduleOf(path) !== undefined,
    allows: ({ target }, path) => placeOf(target) <= placeOf(path) || isArrowBack(path, target),
    caught: ['api/projects/projects.ts', '../releases/releases.ts'],
  },
  {
    rule: 'rules never import routes or commands; those may put together the rules of any module',
    about: (path) => moduleOf(path) !== undefined,
    allows: ({ target }) =>
      !isInFolder(target, 'api/routes') && !isInFolder(target, 'api/commands'),
    caught: ['api/feed/feed.ts', '../routes/member/releases.ts'],
  },
  {
    rule: 'routes are imported by app.ts alone',
    about: (path) =>
      isInFolder(path, 'api') && !isInFolder(path, 'api/routes') && path !== 'api/app.ts',
    allows: ({ target, typesOnly }, path) =>
      !isInFolder(target, 'api/routes') || (typesOnly && path === 'api/deps.ts'),
    caught: ['api/server.ts', './routes/member/releases.ts'],
  },
  {
    rule: 'the routes of visitors, of members and of the public do not know each other',
    about: (path) => isInFolder(path, 'api/routes'),
    allows: ({ target }, path) =>
      !isInFolder(target, 'api/routes') || dirname(target) === dirname(path) || isGuard(target),
    caught: ['api/routes/visitor/feed.ts', '../member/keys.ts'],
  },
  {
    rule: 'app.ts sees only routes, http/, openapi/, jobs/, deps.ts, errors.ts and Hono',
    about: (path) => path === 'api/app.ts',
    allows: ({ target }) =>
      ['api/routes', 'api/http', 'api/openapi'].some((folder) => isInFolder(target, folder)) ||
      /^(api\/(deps|errors|jobs\/[\w-]+)\.ts|hono|@hono\/zod-openapi)$/.test(target),
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

describe('the graph of imports', () => {
  test('has no circle', () => {
    const circle = ['api/x.ts', 'api/y.ts'].map((path, n) =>
      parseSource(path, `import type { X } from './${n === 0 ? 'y' : 'x'}.ts';\n`),
    );
    expect(circlesIn(circle)).toEqual([['api/x.ts', 'api/y.ts']]);
    expect(circlesIn(product)).toEqual([]);
  });

  test('has few arrows back, each of which is there', () => {
    const between = sources.flatMap(({ path, imports }) =>
      imports.map(({ target }) => `${moduleOf(path)} → ${moduleOf(target)}`),
    );
    expect(Object.keys(allowedBackwardImports).filter((arrow) => !between.includes(arrow))).toEqual(
      [],
    );
    expect(Object.keys(allowedBackwardImports).length).toBeLessThanOrEqual(maxArrowsBack);
  });

  test('keeps zod out of the writer’s thread, which every start waits for', () => {
    expect(loadedBy('api/routes/visitor/responses.ts')).toContain('zod');
    expect(loadedBy('api/writer-worker.ts')).toContain('api/responses/responses.ts');
    expect(loadedBy('api/writer-worker.ts')).not.toContain('zod');
  });

  test('knows every folder of api/', () => {
    const folders = product.filter(({ path }) => /^api\/[^/]+\//.test(path));
    const names = new Set(folders.map(({ path }) => path.split('/')[1] ?? ''));
    const known = [...modules, 'routes', 'commands'];
    expect([...names].filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** What lies outside the modules stands to the left of them all. */
function placeOf(path: string): number {
  return modules.indexOf(moduleOf(path) ?? '');
}

function isArrowBack(from: string, to: string): boolean {
  return `${moduleOf(from)} → ${moduleOf(to)}` in allowedBackwardImports;
}

/** Files that import each other, directly or through others; each circle sorted. */
function circlesIn(graph: readonly Source[]): string[][] {
  const targets = new Map(graph.map(({ path, imports }) => [path, imports.map((i) => i.target)]));
  const reachedFrom = (start: string) => {
    const reached = new Set<string>();
    const open = [...(targets.get(start) ?? [])];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      open.push(...(targets.get(path) ?? []));
    }
    return reached;
  };
  const reach = new Map([...targets.keys()].map((path) => [path, reachedFrom(path)]));
  const circles = [...reach].flatMap(([path, reached]) =>
    reached.has(path)
      ? [
          [...reached]
            .filter((one) => reach.get(one)?.has(path))
            .sort()
            .join(' '),
        ]
      : [],
  );
  return [...new Set(circles)].map((circle) => circle.split(' '));
}

/** What a file loads, itself or through others: paths and packages. */
function loadedBy(path: string): string[] {
  const loaded = new Set([path]);
  for (const each of loaded) {
    const source = sources.find((one) => one.path === each);
    for (const { target, typesOnly } of source?.imports ?? []) if (!typesOnly) loaded.add(target);
  }
  return [...loaded];
}

function isGuard(path: string): boolean {
  return /^api\/routes\/\w+\/guard\.ts$/.test(path);
}

function knowsRequests(path: string): boolean {
  const assembly = ['api/app.ts', 'api/server.ts'];
  const folders = ['api/routes', 'api/http', 'api/openapi'];
  return folders.some((folder) => isInFolder(path, folder)) || assembly.includes(path);
}

function runsInBrowser({ target, typesOnly }: Import): boolean {
  if (target === 'lit' || browserContract.includes(target)) return true;
  return typesOnly && isInFolder(target, 'contract');
}

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { minify } from 'terser';
import type { Plugin, UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';

/** Packages that stay in node_modules: native addons, those that load files of their own, and a large list. */
const external = [
  '@node-rs/argon2',
  '@zxcvbn-ts/language-common',
  'better-sqlite3',
  'pg',
  'pino',
  'prom-client',
];

/** npx runs the file itself, so it must be a program. */
const executable: Plugin = {
  name: 'executable',
  writeBundle: ({ dir = '' }) => chmodSync(join(dir, 'cli.js'), 0o755),
};

/**
 * Lit as a guest. Its Trusted Types policy throws where the host page has loaded Lit itself or does not
 * list it, so it takes ours, whose name hosts find in our documentation; and it leaves no list of its
 * versions on `window`, and looks for no polyfill, which our browsers do not need.
 */
const guestLit: Plugin = {
  name: 'guest-lit',
  transform(code, id) {
    const [file] = /(lit-html|lit-element|reactive-element)\.js$/.exec(id) ?? [];
    if (!file) return undefined;
    const unaided = code.replace(/,(\w)=\w\.litHtmlPolyfillSupport;\1\?\.\(\w,\w\),/, ';');
    const unlisted = unaided.replace(/\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/, '0');
    const ours = unlisted.replace(
      /(\w)\?\1\.createPolicy\("lit-html",[^)]+\):void 0/,
      'tidingsPolicy',
    );
    const isRenamed = file !== 'lit-html.js' || ours !== unlisted;
    if (unaided === code || unlisted === unaided || !isRenamed)
      this.error('Lit is built otherwise now: look here.');
    const policy = join(import.meta.dirname, 'widget', 'elements', 'trusted-html.ts');
    return {
      code: `import{policy as tidingsPolicy}from${JSON.stringify(policy)};${ours}`,
      map: null,
    };
  },
};

/** What the loader passes to a module: the object literal in `opening.ts`. */
const coreLiteral = /(?<= core = \(\) => )\(\{([^{}]+)\}\)/;
const namesIn = (list = '') => list.split(',').flatMap((name) => name.trim() || []);

/**
 * Mangles the property names of `Core` to their positions, so that it is built as a tuple. Names would
 * add bytes to the loader, and any short ones would have to be the same in each later version: browsers
 * keep loaders and modules for a day, so those of two versions meet (decision 0004).
 */
const coreAsTuple: Plugin = {
  name: 'core-as-tuple',
  enforce: 'pre',
  transform(code, id) {
    const folder = join(import.meta.dirname, 'widget');
    if (!id.startsWith(folder) || !/\bCore\b/.test(code)) return undefined;
    const opening = readFileSync(join(folder, 'loader', 'opening.ts'), 'utf8');
    const known = namesIn(coreLiteral.exec(opening)?.[1]);
    const positioned = (name: string) => {
      if (!known.includes(name)) this.error(`The loader passes no "${name}".`);
      return `${known.indexOf(name)}: ${name}`;
    };
    const tuple = code
      .replace(coreLiteral, '[$1]')
      .replace(
        /\{([^{}]+)\}(?=: Core\b| = core\b)/g,
        (_, list) => `{${namesIn(list).map(positioned)}}`,
      );
    if (/\bcore\.\w/.test(tuple))
      this.error('Destructure `core`: its names are mangled there only.');
    return { code: tuple, map: null };
  },
};

/**
 * Terser in place of Vite's own minifier, for a few bytes in a hundred. Line breaks that are left then
 * stand in templates of HTML and CSS, where a space does.
 */
const smallest: Plugin = {
  name: 'smallest',
  async renderChunk(source) {
    const compress = { passes: 4, hoist_funs: true, pure_getters: true, unsafe_arrows: true };
    const { code: small = '' } = await minify(source, {
      module: true,
      ecma: 2020,
      compress: { ...compress, unsafe: true, unsafe_methods: true },
      format: { comments: false },
    });
    const code = small.replace(/(?<=[{},;])\\n\s*/g, '').replace(/\n\s*/g, ' ');
    return { code, map: null };
  },
};

/** Packed once here and not at each request: `.gz` and `.br` beside every file. */
const packed: Plugin = {
  name: 'packed',
  writeBundle({ dir = '' }, bundle) {
    for (const file of Object.values(bundle)) {
      const content = file.type === 'chunk' ? file.code : file.source;
      const path = join(dir, file.fileName);
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(content));
    }
  },
};

const server: UserConfig = {
  plugins: [executable],
  build: {
    ssr: true,
    outDir: 'dist/api',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: {
      input: {
        cli: 'api/cli.ts',
        'render-worker': 'api/notes/markdown/render-worker.ts',
        'read-worker': 'api/imports/changelog/read-worker.ts',
        'writer-worker': 'api/writer-worker.ts',
      },
    },
  },
};

/** What `tidings demo` runs, and the made-up product, whose files are served as they are. */
const demo: UserConfig = {
  publicDir: 'demo/public',
  build: {
    ssr: true,
    outDir: 'dist/demo',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { input: { 'demo-command': 'demo/demo-command.ts' } },
  },
};

/** Library mode, since that adds no code of Vite's own to a script that strangers' pages run. */
const widget: UserConfig = {
  // Chunks find one another wherever the widget is served from.
  base: './',
  plugins: [coreAsTuple, guestLit, smallest, packed],
  build: {
    outDir: 'dist/widget',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    lib: { entry: { widget: 'widget/widget.ts', queue: 'widget/queue.ts' }, formats: ['es'] },
    rolldownOptions: {
      // What the parts share stays in the module itself, which saves a request after a request.
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        minify: false,
      },
    },
  },
};

/** A classic script in one piece, built after the others into the same folder. */
const loader: UserConfig = {
  plugins: [coreAsTuple, smallest, packed],
  build: {
    outDir: 'dist/widget',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'widget/loader.ts', formats: ['iife'], name: 'tidingsLoader' },
    rolldownOptions: { output: { entryFileNames: 'loader.js', minify: false } },
  },
};

/**
 * Nothing is painted before the script has run: who chose dark must not see a white page first. Vite
 * leaves the attribute out.
 */
const unpainted: Plugin = {
  name: 'unpainted',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '$& blocking="render"'),
  },
};

/** The dashboard: an application with a page, so that names hold hashes and pages load alone. */
const admin: UserConfig = {
  root: 'admin',
  base: '/admin/',
  plugins: [unpainted, packed],
  build: {
    outDir: '../dist/admin',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    // A picture as a `data:` address would be against the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

/** `vite build` builds the server, the modes what browsers load. */
const builds: Record<string, UserConfig> = { demo, widget, loader, admin };

/** Tests that only `npm run test:wide` runs. */
const wideTests = ['test/**/wide.test.ts'];

/** Tests that read only the source and the lockfile: `npm run check` runs them. */
const sourceTests = ['test/architecture/**/*.test.ts', 'test/lockfile.test.ts'];

export default defineConfig(({ command, mode }) => ({
  ...(builds[mode] ?? server),
  // Tests run the packages as they are installed.
  ssr: command === 'build' ? { noExternal: true, external } : {},
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Only that it comes true; what must be so within a second says so.
    expect: { poll: { timeout: 10_000 } },
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'specification',
          include: ['test/**/*.test.ts'],
          exclude: [...sourceTests, ...(process.env.TEST_WIDE ? [] : wideTests)],
          globalSetup: ['test/support/global-setup.ts'],
          provide: { fileDialect: 'sqlite' },
        },
      },
      {
        extends: true,
        test: {
          name: 'on PostgreSQL',
          include: ['test/widget/{hosts,people,faults}/**/*.test.ts'],
          // They say themselves that they run on both.
          exclude: ['test/widget/faults/{answers,offline}.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          provide: { fileDialect: 'postgres' },
        },
      },
      // Apart, because they read only the source: they need no database, browser or build.
      { extends: true, test: { name: 'architecture', include: sourceTests } },
    ],
  },
}));

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { minify } from 'terser';
import type { Plugin, UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * Packages that stay in node_modules: native addons, packages that load files of their own, and a
 * large list.
 */
const external = [
  '@node-rs/argon2',
  '@zxcvbn-ts/language-common',
  'better-sqlite3',
  'pg',
  'pino',
  'prom-client',
];

/** Makes the CLI's file executable, because npx runs it directly. */
const makeExecutable: Plugin = {
  name: 'make-executable',
  writeBundle: ({ dir = '' }) => chmodSync(join(dir, 'cli.js'), 0o755),
};

/**
 * Changes Lit for use in a host page. Lit's Trusted Types policy throws if the page has loaded Lit
 * itself or does not list the policy, so Lit uses our policy, whose name is in our documentation.
 * Lit's list of its versions on `window` is removed, and so is its search for a polyfill, which our
 * browsers do not need.
 */
const patchLit: Plugin = {
  name: 'patch-lit',
  transform(code, id) {
    const [file] = /(lit-html|lit-element|reactive-element)\.js$/.exec(id) ?? [];
    if (!file) return undefined;
    const withoutPolyfill = code.replace(/,(\w)=\w\.litHtmlPolyfillSupport;\1\?\.\(\w,\w\),/, ';');
    const withoutVersions = withoutPolyfill.replace(
      /\(\w+\.\w+Versions\?\?=\[\]\)\.push\("[\d.]+"\)/,
      '0',
    );
    const withOurPolicy = withoutVersions.replace(
      /(\w)\?\1\.createPolicy\("lit-html",[^)]+\):void 0/,
      'tidingsPolicy',
    );
    const isRenamed = file !== 'lit-html.js' || withOurPolicy !== withoutVersions;
    if (withoutPolyfill === code || withoutVersions === withoutPolyfill || !isRenamed)
      this.error('The build of Lit has changed. Update patchLit.');
    const policy = join(import.meta.dirname, 'widget', 'elements', 'trusted-html.ts');
    return {
      code: `import{policy as tidingsPolicy}from${JSON.stringify(policy)};${withOurPolicy}`,
      map: null,
    };
  },
};

/** Matches the object literal in `opening.ts` that the loader passes to a module. */
const coreLiteral = /(?<= core = \(\) => )\(\{([^{}]+)\}\)/;
const namesIn = (list = '') => list.split(',').flatMap((name) => name.trim() || []);

/**
 * Mangles the property names of `Core` to their positions, so that it is built as a tuple. Names
 * would add bytes to the loader, and short names would have to be the same in every later version:
 * browsers keep loaders and modules for a day, so two versions can run together (decision 0004).
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
      if (!known.includes(name)) this.error(`The loader does not pass "${name}".`);
      return `${known.indexOf(name)}: ${name}`;
    };
    const tuple = code
      .replace(coreLiteral, '[$1]')
      .replace(
        /\{([^{}]+)\}(?=: Core\b| = core\b)/g,
        (_, list) => `{${namesIn(list).map(positioned)}}`,
      );
    if (/\bcore\.\w/.test(tuple))
      this.error('Destructure `core`: its names are mangled only there.');
    return { code: tuple, map: null };
  },
};

/**
 * Minifies with Terser, which saves a few percent compared with Vite's own minifier. The line
 * breaks that are left are in templates of HTML and CSS, where a space is enough.
 */
const minifyWithTerser: Plugin = {
  name: 'minify-with-terser',
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

/** Compresses every file to `.gz` and `.br` once, instead of at each request. */
const compressFiles: Plugin = {
  name: 'compress-files',
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
  plugins: [makeExecutable],
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

/** The code of `tidings demo`, and the made-up product, whose files are served unchanged. */
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

/** Built in library mode, which adds none of Vite's own code to a script that host pages run. */
const widget: UserConfig = {
  // With relative addresses, chunks work wherever the widget is served from.
  base: './',
  plugins: [coreAsTuple, patchLit, minifyWithTerser, compressFiles],
  build: {
    outDir: 'dist/widget',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    lib: { entry: { widget: 'widget/widget.ts', queue: 'widget/queue.ts' }, formats: ['es'] },
    rolldownOptions: {
      // Code that the parts share stays in the module itself, which saves one more request.
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        minify: false,
      },
    },
  },
};

/** A classic script in one file, built after the widget into the same folder. */
const loader: UserConfig = {
  plugins: [coreAsTuple, minifyWithTerser, compressFiles],
  build: {
    outDir: 'dist/widget',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'widget/loader.ts', formats: ['iife'], name: 'tidingsLoader' },
    rolldownOptions: { output: { entryFileNames: 'loader.js', minify: false } },
  },
};

/**
 * Blocks painting until the script has run: a person who chose dark must not see a white page
 * first. Vite does not write the attribute itself.
 */
const blockPainting: Plugin = {
  name: 'block-painting',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '$& blocking="render"'),
  },
};

/** The dashboard: an application, so file names contain hashes and each page loads separately. */
const admin: UserConfig = {
  root: 'admin',
  base: '/admin/',
  plugins: [blockPainting, compressFiles],
  build: {
    outDir: '../dist/admin',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    // The content security policy does not allow images with a `data:` address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

/** `vite build` without a mode builds the server. These modes build the other parts. */
const builds: Record<string, UserConfig> = { demo, widget, loader, admin };

/** Tests that only `npm run test:wide` runs. */
const wideTests = ['test/**/wide.test.ts'];

/** Tests that read only the source and the lockfile: `npm run check` runs them. */
const sourceTests = ['test/architecture/**/*.test.ts', 'test/lockfile.test.ts'];

export default defineConfig(({ command, mode }) => ({
  ...(builds[mode] ?? server),
  // Tests run the packages that are installed.
  ssr: command === 'build' ? { noExternal: true, external } : {},
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Long, because polls only check that something comes true. Tests of a deadline set their own.
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
          // These tests run on both databases themselves.
          exclude: ['test/widget/faults/{answers,offline}.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          provide: { fileDialect: 'postgres' },
        },
      },
      // A separate project: these tests read only the source, without database, browser or build.
      { extends: true, test: { name: 'architecture', include: sourceTests } },
    ],
  },
}));

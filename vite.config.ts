import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Packages that stay in node_modules: native addons, and those that load files of their own. */
const external = ['better-sqlite3', 'pg', 'pino', 'prom-client'];

/** npx runs the file itself, so it must be a program. */
const executable: Plugin = {
  name: 'executable',
  writeBundle: ({ dir = '' }) => chmodSync(join(dir, 'cli.js'), 0o755),
};

export default defineConfig(({ command }) => ({
  plugins: [executable],
  build: {
    ssr: true,
    outDir: 'dist/api',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: {
      input: {
        cli: 'api/cli.ts',
        'render-worker': 'api/releases/markdown/render-worker.ts',
        'read-worker': 'api/imports/changelog/read-worker.ts',
        'writer-worker': 'api/writer-worker.ts',
      },
    },
  },
  // Tests run the packages as they are installed.
  ssr: command === 'build' ? { noExternal: true, external } : {},
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'specification',
          include: ['test/**/*.test.ts'],
          exclude: ['test/architecture.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
      // Apart, because it reads only the source: no database, browser or build is made for it.
      { extends: true, test: { name: 'architecture', include: ['test/architecture.test.ts'] } },
    ],
  },
}));

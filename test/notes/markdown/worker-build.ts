import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const folder = 'api/notes/markdown';

export interface BuiltRenderer {
  workerUrl: URL;
  rendererUrl: URL;
}

/** The renderer and its worker as plain JavaScript, made before the tests of the calling file. */
export function buildRenderer(): BuiltRenderer {
  const built = {} as BuiltRenderer;
  let outDir = '';
  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'tidings-renderer-'));
    const input = { worker: `${folder}/render-worker.ts`, renderer: `${folder}/renderer.ts` };
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: { ssr: true, outDir, target: 'node20', rolldownOptions: { input } },
    });
    await writeFile(join(outDir, 'package.json'), '{"type":"module"}');
    built.workerUrl = pathToFileURL(join(outDir, 'worker.js'));
    built.rendererUrl = pathToFileURL(join(outDir, 'renderer.js'));
  });
  afterAll(() => rm(outDir, { recursive: true, force: true }));
  return built;
}

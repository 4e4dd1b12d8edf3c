import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../api/notes/markdown/render-markdown.ts';
import { createRenderer, type Renderer } from '../../../api/notes/markdown/renderer.ts';
import { limits } from '../../../contract/vocabulary.ts';
import { buildRenderer } from './worker-build.ts';

const built = buildRenderer();
const open: Renderer[] = [];
afterEach(() => Promise.all(open.splice(0).map((renderer) => renderer.close())));

function rendererOf(workerUrl = built.workerUrl, timeoutMs = 1000): Renderer {
  const renderer = createRenderer({ workerUrl, timeoutMs });
  open.push(renderer);
  return renderer;
}

/** A worker that does for each source what its text says, in plain JavaScript. */
const obedientWorker = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, workerData } from 'node:worker_threads';
    parentPort.on('message', ({ sources }) => {
      const html = sources.map((source) => {
        Atomics.add(workerData.begun, 0, 1);
        if (source === 'hang') for (;;);
        if (source === 'throw') throw new Error('out of order');
        if (source === 'exit') process.exit(3);
        if (source === 'devour') for (const hoard = []; ; ) hoard.push(new Array(1e6).fill('x'));
        return source;
      });
      Atomics.add(workerData.begun, 0, 1);
      parentPort.postMessage({ html });
    });
  `)}`,
);

describe('the renderer', () => {
  test('gives the HTML of every source in order', async () => {
    const sources = Array.from({ length: 1234 }, (_, n) => `note **${n}**`);
    const html = await rendererOf().render(sources);
    expect(html).toEqual(sources.map((source) => renderMarkdown(source)));
  });

  test('resolves relative links against the address it is given', async () => {
    const [html] = await rendererOf().render(['[x](y)'], { baseUrl: 'https://acme.test/' });
    expect(html).toContain('href="https://acme.test/y"');
    expect(await rendererOf().render(['[x](y)'], { baseUrl: null })).toEqual(['<p>x</p>']);
  });

  test('tells its progress, at last with all', async () => {
    const told: number[] = [];
    const sources = Array.from({ length: 950 }, () => 'x');
    await rendererOf().render(sources, { onProgress: (done) => told.push(done) });
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(950);
  });

  test('needs no worker for nothing', async () => {
    const nowhere = new URL('file:///nowhere/worker.js');
    expect(await rendererOf(nowhere).render([])).toEqual([]);
    await expect(rendererOf(nowhere).render(['x'])).rejects.toThrow('nowhere');
  });

  test('serves a second call before a long first one is done', async () => {
    const renderer = rendererOf();
    const finished: string[] = [];
    const long = Array.from({ length: 3000 }, () => 'x');
    await Promise.all([
      renderer.render(long).then(() => finished.push('import')),
      renderer.render(['x']).then(() => finished.push('preview')),
    ]);
    expect(finished).toEqual(['preview', 'import']);
  });

  test('lets an idle process end', async () => {
    const script = fileURLToPath(new URL('renders-once.js', built.rendererUrl));
    await writeFile(
      script,
      `import { createRenderer } from './renderer.js';
       const renderer = createRenderer({ workerUrl: new URL('worker.js', import.meta.url) });
       console.log((await renderer.render(['*x*'])).join());`,
    );
    const ended = await promisify(execFile)(process.execPath, [script], { timeout: 20_000 });
    expect(ended.stdout).toBe('<p><em>x</em></p>\n');
  });
});

describe('a source that cannot be rendered', () => {
  const pointer = (index: number) => `/notes/${index}/body`;

  test('is refused over 64 kB of UTF-8, with its place', async () => {
    const fits = 'é'.repeat(limits.markdownBytes / 2);
    expect(await rendererOf().render([fits])).toHaveLength(1);
    await expect(rendererOf().render(['x', `${fits}x`], { pointer })).rejects.toMatchObject({
      code: 'markdown_too_large',
      errors: [{ pointer: '/notes/1/body' }],
    });
  });

  test('is refused for nesting without end, with its place', async () => {
    const sources = [...Array.from({ length: 250 }, () => 'x'), '> '.repeat(500), 'x'];
    await expect(rendererOf().render(sources, { pointer })).rejects.toMatchObject({
      code: 'markdown_too_complex',
      errors: [{ pointer: '/notes/250/body' }],
    });
  });

  test.each(['hang', 'devour'])('is refused when its worker would %s', async (misdeed) => {
    const renderer = rendererOf(obedientWorker);
    const failing = renderer.render(['x', 'y', misdeed], { pointer });
    const waiting = renderer.render(['z']);
    await expect(failing).rejects.toMatchObject({
      code: 'markdown_too_complex',
      errors: [{ pointer: '/notes/2/body' }],
    });
    expect(await waiting).toEqual(['z']);
  });
});

describe('a fault of the worker', () => {
  test.each(['throw', 'exit'])('(%s) fails that call and no other', async (misdeed) => {
    const renderer = rendererOf(obedientWorker);
    const before = renderer.render(['a']);
    const failing = renderer.render(['x', misdeed]);
    const after = renderer.render(['b']);
    await expect(failing).rejects.toThrow(misdeed === 'throw' ? 'out of order' : 'exited: 3');
    expect([await before, await after]).toEqual([['a'], ['b']]);
  });

  test('that is closed while it works fails what waits', async () => {
    const renderer = rendererOf(obedientWorker);
    await renderer.render(['warm']);
    const failures = Promise.all([
      expect(renderer.render(['hang'])).rejects.toThrow('stopped'),
      expect(renderer.render(['x'])).rejects.toThrow('closed'),
    ]);
    await new Promise(setImmediate);
    await renderer.close();
    await failures;
    await expect(renderer.render(['x'])).rejects.toThrow('closed');
  });
});

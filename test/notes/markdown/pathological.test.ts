import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../../api/errors.ts';
import { createRenderer, type Renderer } from '../../../api/notes/markdown/renderer.ts';
import { limits } from '../../../contract/vocabulary.ts';
import { pathological } from './pathological.ts';
import { buildRenderer } from './worker-build.ts';

const built = buildRenderer();
const slowest = pathological['many tildes'] ?? '';
let renderer: Renderer;
beforeAll(async () => {
  renderer = createRenderer({ workerUrl: built.workerUrl });
  await renderer.render(['warm']);
});
afterAll(() => renderer.close());

async function answer(source: string): Promise<string> {
  try {
    await renderer.render([source]);
    return 'rendered';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

/** How long a request would have had to wait at most while `work` went on. */
async function longestPauseMs(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const ticking = setInterval(tick, 10);
  await work().finally(() => clearInterval(ticking));
  tick();
  return longest;
}

describe('pathological Markdown (R23)', () => {
  test('is there, as long as a note may be', () => {
    const sizes = Object.values(pathological).map((source) => Buffer.byteLength(source));
    expect(sizes.length).toBeGreaterThan(30);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.markdownBytes);
    expect(Math.min(...sizes)).toBeGreaterThan(limits.markdownBytes / 3);
  });

  test.each(Object.entries(pathological))(
    '(%s) is rendered or refused, and the next note is rendered',
    { timeout: 15_000 },
    async (_, source) => {
      expect(await answer(source)).toMatch(/^(rendered|markdown_too_complex)$/);
      expect(await answer('the next note')).toBe('rendered');
    },
  );

  test('keeps nobody else waiting while it takes too long', async () => {
    const pause = await longestPauseMs(async () => {
      expect(await answer(slowest)).toBe('markdown_too_complex');
    });
    expect(pause).toBeLessThan(2000);
  });

  test('of more than 64 kB is refused unread', async () => {
    const source = '*a **a '.repeat(65_000);
    expect(await answer(source)).toBe('markdown_too_large');
  });
});

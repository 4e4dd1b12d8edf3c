import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../api/ids.ts';
import { createChangelogReader } from '../../api/imports/changelog/reader.ts';
import { createRenderer, type Renderer } from '../../api/notes/markdown/renderer.ts';
import { findGeneratedProject, removeGeneratedProject } from '../../api/projects/generated.ts';
import { fillProject } from '../../demo/filling/fill-project.ts';
import type { FillDeps } from '../../demo/filling/options.ts';
import { testKeys } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { interruptAt } from '../support/interrupt.ts';
import { readAllRows } from './rows.ts';

/** Workers are plain JavaScript, so they come from the build. */
const built = new URL('../../dist/api/', import.meta.url);

let renderer: Renderer;
beforeAll(() => {
  renderer = createRenderer({ workerUrl: new URL('render-worker.js', built) });
});
afterAll(() => renderer.close());

onEachDatabase('the filling of a project', ({ open }) => {
  test('leaves nothing or what can be taken away, at whatever statement it ends', {
    timeout: 120_000,
  }, async () => {
    const database = await open();
    const readChangelog = createChangelogReader(new URL('read-worker.js', built));
    const tools: FillDeps = { database, renderer, readChangelog, randomId: newId, keys: testKeys };
    const now = new Date('2026-06-03T12:00:00.000Z');
    const order = { slug: 'demo', seed: 1, now, history: '## 1.0.0\n\n- First', log: () => {} };
    const before = await readAllRows(database);
    const left: (boolean | undefined)[] = [];

    for (const k of [1, 2, 4, 9, 20, 60, 150, 400]) {
      const stop = interruptAt(k, () => {
        throw new Error('interrupted');
      });
      await expect(fillProject(tools, order)).rejects.toThrow('interrupted');
      expect(stop()).toBe(true);
      const found = await findGeneratedProject(database.reader, 'demo');
      left.push(found?.isComplete);
      if (found) {
        const remove = database.writer.transaction();
        await remove.execute((trx) => removeGeneratedProject(trx, 'demo'));
      }
      expect(await readAllRows(database)).toEqual(before);
    }
    expect(new Set(left)).toEqual(new Set([undefined, false]));
  });
});

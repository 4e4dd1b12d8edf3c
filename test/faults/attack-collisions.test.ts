import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { createTestProject, runChange } from '../support/projects.ts';

onEachDatabase('two changes that wait for each other', ({ open }) => {
  test('are both made', async () => {
    const api = await startApi(await open());
    const { id: one } = await createTestProject(api);
    const { id: other } = await createTestProject(api);
    const raise = async (first: string, second: string) =>
      runChange(api, first, async (change) => {
        change.raiseRevision();
        await sleep(300);
        (await change.in(second)).raiseRevision();
      });
    await Promise.all([raise(one, other), raise(other, one)]);
    const rows = await api.deps.database.reader.selectFrom('project').select('revision').execute();
    expect(rows).toEqual([{ revision: 3 }, { revision: 3 }]);
    await api.stop();
  });
});

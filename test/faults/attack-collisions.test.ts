import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Db } from '../../api/db/database.ts';
import { transact } from '../../api/db/transact.ts';
import { raiseRevision } from '../../api/projects/projects.ts';
import { startApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { makeProject } from '../support/projects.ts';

onEachDatabase('two changes that wait for each other', ({ dialect, open }) => {
  test('are both made', async () => {
    const api = await startApi(await open());
    const { id: one } = await makeProject(api);
    const { id: other } = await makeProject(api);
    const raise = (first: string, second: string) => async (trx: Db) => {
      await raiseRevision(trx, dialect, first);
      await sleep(300);
      await raiseRevision(trx, dialect, second);
    };
    await Promise.all([
      transact(api.deps, raise(one, other)),
      transact(api.deps, raise(other, one)),
    ]);
    const rows = await api.deps.database.reader.selectFrom('project').select('revision').execute();
    expect(rows).toEqual([{ revision: 3 }, { revision: 3 }]);
    await api.stop();
  });
});

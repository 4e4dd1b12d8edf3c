import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetNetworks } from '../../api/visitors/network-retention.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { type Asking, startAsking } from './asking.ts';
import { answerFrom, manyNetworks } from './network-answers.ts';

const hour = 60 * 60 * 1000;

onEachDatabase('what is stored of networks', ({ open }) => {
  let database: TestDatabase;
  let asking: Asking;

  beforeEach(async () => {
    database = await open();
    asking = await startAsking(database);
  });
  afterEach(() => asking.api.stop());

  async function stored() {
    const { reader } = database;
    const counts = await reader.selectFrom('network_count').select('hour').distinct().execute();
    const raters = await reader.selectFrom('network_rater').select('hour').distinct().execute();
    const keys = await reader.selectFrom('network_key').select('day').orderBy('day').execute();
    const hours = (rows: { hour: string }[]) => rows.map((row) => row.hour).sort();
    return { counts: hours(counts), raters: hours(raters), keys: keys.map(({ day }) => day) };
  }

  test('is deleted after 48 hours, and a key once its day is not looked up any more', async () => {
    const { clock } = asking.api;
    clock.set('2026-06-01T12:30:00.000Z');
    await answerFrom(asking, manyNetworks(2));
    clock.advance(24 * hour);
    await answerFrom(asking, manyNetworks(2));
    const hours = ['2026-06-01T12', '2026-06-02T12'];
    const days = ['2026-06-01', '2026-06-02'];
    await forgetNetworks(asking.api.deps);
    expect(await stored()).toEqual({ counts: hours, raters: hours, keys: days });
    clock.advance(25 * hour);
    await forgetNetworks(asking.api.deps);
    const left = hours.slice(1);
    expect(await stored()).toEqual({ counts: left, raters: left, keys: ['2026-06-02'] });
    clock.advance(48 * hour);
    await forgetNetworks(asking.api.deps);
    expect(await stored()).toEqual({ counts: [], raters: [], keys: [] });
  });
});

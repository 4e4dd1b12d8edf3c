import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../api/db/migrate.ts';
import { recount } from '../../api/responses/recount.ts';
import { migrations } from '../../migrations/index.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { type RatingFixture, startRatingFixture } from './rating-fixture.ts';
import { readTally } from './stored-counts.ts';

const dayMs = 24 * 60 * 60 * 1000;

onEachDatabase('the reasons of a rating', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;

  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
  });

  afterEach(async () => {
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await asking.api.stop();
  });

  const because = (...reasons: string[]) => ({ answers: { reasons } });
  const counted = async (table: 'tally' | 'tally_total' = 'tally_total') => {
    const all = await readTally(database, table, ['dimension', 'value', 'rating']);
    return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('all')));
  };

  test('are counted beside it, each once', async () => {
    await asking.sendAccepted(
      asking.answer({ rating: 5, ...because('faster', 'easier', 'faster') }),
    );
    await asking.sendAccepted(asking.answer({ rating: 5, ...because('faster') }));
    await asking.sendAccepted(asking.answer({ rating: 1, ...because() }));
    const expected = { 'answer:reasons faster 5': 2, 'answer:reasons easier 5': 1 };
    expect(await counted()).toEqual(expected);
    expect(await counted('tally')).toEqual(expected);
  });

  test('may be one that stands alone, which is a list of one', async () => {
    const stored = await asking.sendAccepted(asking.answer({ answers: { reasons: 'faster' } }));
    expect(stored.answers).toEqual({ reasons: ['faster'] });
    expect(await counted()).toEqual({ 'answer:reasons faster 4': 1 });
  });

  test('never are words of the visitor’s own', async () => {
    const answers = { reasons: ['faster'], comment: 'My name is Ann.' };
    await asking.sendAccepted(asking.answer({ answers }));
    expect(await counted()).toEqual({ 'answer:reasons faster 4': 1 });
  });

  test('move with a change of mind, and stay with the rating that counts', async () => {
    const body = asking.answer({ rating: 2, ...because('slower', 'broken') });
    await asking.sendAccepted(body);
    await asking.sendAccepted({ ...body, revision: 2, rating: 4, ...because('faster') });
    expect(await counted()).toEqual({ 'answer:reasons faster 4': 1 });
    asking.api.clock.advance(15 * dayMs);
    const now = asking.api.clock().toISOString();
    const late = { revision: 3, rating: 1, ...because('broken'), createdAt: now, sentAt: now };
    await asking.sendAccepted({ ...body, ...late });
    expect(await counted()).toEqual({ 'answer:reasons faster 4': 1 });
  });
});

onEachDatabase('reasons given before they were counted', ({ open, openEmpty }) => {
  test('are counted as if they always had been', async () => {
    const today = await open();
    const asking = await startRatingFixture(today);
    await giveMany(asking);
    expect(await recount(today.reader, asking.projectId)).toEqual([]);
    const wanted = await reasonsOf(today);
    expect(Object.keys(wanted).length).toBeGreaterThan(5);

    const yesterday = await openEmpty();
    const older = Object.entries(migrations).filter(([name]) => name < '0007_report');
    await migrate(yesterday, Object.fromEntries(older));
    await copyWithoutReasons(today, yesterday);
    await migrate(yesterday);
    expect(await reasonsOf(yesterday)).toEqual(wanted);
    expect(await recount(yesterday.reader, asking.projectId)).toEqual([]);
    await asking.api.stop();
  });

  const reasonsOf = (database: TestDatabase) =>
    readTally(database, 'tally', ['dimension', 'value', 'day', 'in_window', 'rating']);

  /** Changes of mind in and after the window, by two clients, overtaken and refused ones. */
  async function giveMany(asking: RatingFixture): Promise<void> {
    const body = (rating: number, ...reasons: string[]) => {
      const now = asking.api.clock().toISOString();
      return asking.answer({ rating, answers: { reasons }, createdAt: now, sentAt: now });
    };
    const [early, tabs, late] = [body(2, 'slower', 'broken'), body(5, 'easier'), body(1)];
    await asking.sendAccepted(early);
    await asking.sendAccepted({ ...tabs, revision: 3 });
    await asking.sendAccepted({ ...body(4, 'faster'), visitor: tabs.visitor });
    await asking.sendAccepted({
      ...tabs,
      revision: 2,
      rating: 1,
      answers: { reasons: ['missing'] },
    });
    await asking.sendAccepted({ ...body(3, 'other'), answers: { comment: '[no list]' } });
    await asking.sendAccepted({
      ...late,
      state: 'later',
      rating: null,
      answers: {},
      comment: null,
    });
    asking.api.clock.advance(14 * dayMs);
    await asking.sendAccepted({
      ...body(4, 'faster', 'easier'),
      id: early.id,
      visitor: early.visitor,
      revision: 2,
    });
    asking.api.clock.advance(1);
    await asking.sendAccepted({
      ...body(1, 'broken'),
      id: early.id,
      visitor: early.visitor,
      revision: 3,
    });
    await asking.sendAccepted({
      ...body(2, 'harder'),
      id: late.id,
      visitor: late.visitor,
      revision: 2,
    });
    await asking.sendAccepted({
      ...body(5),
      visitor: tabs.visitor,
      state: 'dismissed',
      rating: null,
    });
  }

  /** As a database of that time had it. */
  async function copyWithoutReasons(from: TestDatabase, to: TestDatabase): Promise<void> {
    const tables = [
      ...(['project', 'survey', 'survey_version', 'release', 'visitor', 'exposure'] as const),
      ...(['exposure_tally', 'response', 'response_revision', 'tally', 'tally_total'] as const),
    ];
    const known = await to.reader.introspection.getTables();
    for (const table of tables) {
      const columns = known.find(({ name }) => name === table)?.columns ?? [];
      const rows: Record<string, unknown>[] = await from.reader
        .selectFrom(table)
        .selectAll()
        .execute();
      const old = rows.filter(({ dimension }) => !String(dimension).startsWith('answer:'));
      for (const row of old) {
        const then = Object.fromEntries(columns.map(({ name }) => [name, row[name]]));
        expect(then).not.toHaveProperty('scored_choices');
        await to.writer
          .insertInto(table)
          .values(then as never)
          .execute();
      }
    }
  }
});

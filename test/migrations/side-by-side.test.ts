import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../../api/change/verify-audit.ts';
import { migrate } from '../../api/db/migrate.ts';
import { recount } from '../../api/responses/recount.ts';
import { type KnownMigration, migrations } from '../../migrations/index.ts';
import { loadEnvironment, readRatingTarget, sendAnswer } from '../faults/answers.ts';
import { onEachDatabase } from '../support/databases.ts';
import { ownerTokenAt } from '../support/people.ts';
import { commandOf } from '../support/previous-version.ts';
import { type RunningServer, startServer } from '../support/processes.ts';
import { acceptOwnerLink, publish, sendAs } from './owner.ts';

const visitorCount = 90;
const minuteMs = 60_000;

/** What a rolling migration may do to a table that a running server writes. */
const rolling: KnownMigration = {
  kind: 'rolling',
  up: (db) => db.schema.alterTable('response').addColumn('later', 'text').execute(),
};

let landed: string;
beforeAll(() => {
  landed = commandOf('landed');
}, 5 * minuteMs);

onEachDatabase('the landed version and this one (R19)', ({ openEmpty }) => {
  test('run side by side under load: one answer per visitor, each counted once', {
    timeout: 2 * minuteMs,
  }, async () => {
    const database = await openEmpty();
    const environment = { ...loadEnvironment, DATABASE_URL: database.url, LOG_LEVEL: 'error' };
    const old = await startServer(environment, landed);
    const { projectId, newAnswer } = await readRatingTarget(old, database);
    // Starting it migrates the database, while the other one stores answers.
    const starting = startServer(environment);
    const nodes: RunningServer[] = [old];
    void starting.then((server) => nodes.push(server));

    let migrated: string[] = [];
    const sent = Array.from({ length: visitorCount }, async (_, n) => {
      await sleep(n * 100);
      if (n === 60) migrated = await migrate(database, { ...migrations, '9999_later': rolling });
      // The same visitor answers in two browsers at once, each served by another node.
      const first = JSON.parse(newAnswer());
      const second = { ...JSON.parse(newAnswer()), visitor: first.visitor, rating: 1 };
      const replies = [first, second].map((answer, i) =>
        sendAnswer(nodes.at(-i)?.url ?? '', JSON.stringify(answer)),
      );
      return (await Promise.all(replies)).map(({ status }) => status);
    });
    const statuses = (await Promise.all(sent)).flat();
    await starting;

    expect(migrated).toEqual(['9999_later']);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    const rows = await database.reader.selectFrom('response').select('visitor_id').execute();
    expect(rows).toHaveLength(visitorCount);
    expect(new Set(rows.map(({ visitor_id }) => visitor_id)).size).toBe(visitorCount);
    expect(await recount(database.reader, projectId)).toEqual([]);
    for (const node of nodes) expect(await node.kill('SIGTERM')).toMatchObject({ code: 0 });
  });

  test('ask about each other’s releases, and report the same figures', {
    timeout: 2 * minuteMs,
  }, async () => {
    const database = await openEmpty();
    const environment = { ...loadEnvironment, DATABASE_URL: database.url };
    const old = await startServer(environment, landed);
    const cookie = await acceptOwnerLink(old, await ownerTokenAt(database.url));
    const server = await startServer(environment);
    // Both write to the project's row and its audit log at once.
    const ids = await Promise.all([
      publish(old, cookie, '8.0.0'),
      publish(server, cookie, '9.0.0'),
    ]);
    const { projectId, newAnswer } = await readRatingTarget(server, database);
    expect(await verifyAudit(database.reader, projectId)).toMatchObject({ ok: true });
    for (const node of [old, server]) {
      for (const release of ids) {
        const reply = await sendAnswer(
          node.url,
          JSON.stringify({ ...JSON.parse(newAnswer()), release }),
        );
        expect(reply.status).toBe(201);
      }
    }
    const score = async (node: RunningServer, release: string) => {
      const reply = await sendAs(node, cookie, `/projects/tidings/releases/${release}/score`);
      return (await reply.json()).headline;
    };
    for (const release of ids) {
      const headline = await score(server, release);
      expect(headline).toMatchObject({ n: 2, satisfied: 2 });
      expect(await score(old, release)).toEqual(headline);
    }
    for (const node of [old, server]) await node.kill('SIGTERM');
  });
});

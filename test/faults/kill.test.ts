import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { feed } from '../../contract/feed.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { type RunningServer, startServer } from '../support/processes.ts';
import { expectAllCounted, loadEnvironment, sendAnswer } from './answers.ts';

const kills = process.env.TORTURE ? 100 : 10;
const clients = 24;

/** What all answers have in common: the release that a fresh server asks about. */
async function askedBy(server: RunningServer, database: TestDatabase) {
  const { id: projectId, public_key: project } = await database.reader
    .selectFrom('project')
    .select(['id', 'public_key'])
    .executeTakeFirstOrThrow();
  const body = JSON.stringify({ project, want: 'panel' });
  const reply = await fetch(`${server.url}/v1/feed`, { method: 'POST', body });
  const { ticket, releases } = feed.parse(await reply.json());
  const release = releases.find((each) => each.survey);
  // A ticket is good from its first second on.
  await sleep(1100);
  const about = { project, ticket, release: release?.id, survey: release?.survey?.id };
  return { projectId, about };
}

let made = 0;

function newAnswer(about: object): { id: string } {
  made += 1;
  const id = `01a1fc96-8fdd-7d26-af57-${made.toString(16).padStart(12, '0')}`;
  const now = new Date().toISOString();
  const said = { state: 'complete', rating: 1 + (made % 5), surface: 'panel' };
  const sent = { createdAt: now, sentAt: now };
  const answer = { ...about, id, revision: 1, visitor: crypto.randomUUID(), ...said, ...sent };
  return answer;
}

/**
 * What a widget does: it keeps its answer until it is acknowledged. Sends one after another until the
 * server is gone; gives the answer that was under way then, to be sent again.
 */
async function answerUntilGone(
  url: string,
  about: object,
  kept: { id: string } | undefined,
  acknowledged: string[],
): Promise<{ id: string }> {
  for (let answer = kept ?? newAnswer(about); ; answer = newAnswer(about)) {
    const body = JSON.stringify(answer);
    const reply = await sendAnswer(url, body).catch(() => undefined);
    if (!reply) return answer;
    expect([200, 201]).toContain(reply.status);
    acknowledged.push(answer.id);
  }
}

onEachDatabase('a server killed at a random moment under load (R1)', ({ dialect, open }) => {
  test(`loses and doubles no acknowledged answer in ${kills} kills`, {
    timeout: 12_000 * kills,
  }, async () => {
    const database = await open();
    const settings = { DATABASE_URL: database.url, ...loadEnvironment, LOG_LEVEL: 'error' };
    let server = await startServer(settings);
    const { projectId, about } = await askedBy(server, database);
    const acknowledged: string[] = [];
    let kept: { id: string }[] = [];

    for (let kill = 0; kill < kills; kill += 1) {
      const { url } = server;
      const before = acknowledged.length;
      const loads = Array.from({ length: clients }, (_, i) =>
        answerUntilGone(url, about, kept[i], acknowledged),
      );
      // On a busy machine the first reply may take long; a kill before it would prove nothing.
      while (acknowledged.length === before) await sleep(5);
      await sleep(Math.random() * 300);
      await server.kill('SIGKILL');
      kept = await Promise.all(loads);
      server = await startServer(settings);
    }
    for (const answer of kept) {
      const body = JSON.stringify(answer);
      const reply = await sendAnswer(server.url, body);
      expect([200, 201]).toContain(reply.status);
      acknowledged.push(answer.id);
    }
    expect(await server.kill()).toMatchObject({ code: 0 });

    const rows = await database.reader.selectFrom('response').select('id').orderBy('id').execute();
    expect(rows.map(({ id }) => id)).toEqual([...acknowledged].sort());
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    await expectAllCounted(database.reader, projectId);
    if (dialect === 'sqlite') {
      const { rows: verdict } = await sql`pragma integrity_check`.execute(database.reader);
      expect(verdict).toEqual([{ integrity_check: 'ok' }]);
    }
  });
});

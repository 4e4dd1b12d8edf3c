import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database, Db } from '../../api/db/database.ts';
import { newId } from '../../api/ids.ts';
import { recount } from '../../api/responses/recount.ts';
import { feed } from '../../contract/feed.ts';
import { forwardedHeader, trustedPeers } from '../support/networks.ts';
import type { RunningServer } from '../support/processes.ts';

/** What a fresh server's visitors need to send an answer. */
export interface RatingTarget {
  projectId: string;
  /** The public key. */
  project: string;
  /** The release that is asked about. */
  release: string;
  /** A new answer by a new visitor, as JSON. */
  newAnswer(): string;
}

/** Reads the feed as a widget does, and waits until its ticket is good. */
export async function readRatingTarget(
  server: RunningServer,
  { reader }: Pick<Database, 'reader'>,
): Promise<RatingTarget> {
  const { id: projectId, public_key: project } = await reader
    .selectFrom('project')
    .select(['id', 'public_key'])
    .executeTakeFirstOrThrow();
  const body = JSON.stringify({ project, want: 'panel' });
  const reply = await fetch(`${server.url}/v1/feed`, { method: 'POST', body });
  const { ticket, releases } = feed.parse(await reply.json());
  const release = releases.find(({ survey }) => survey);
  await sleep(1100);
  const newAnswer = () => {
    const now = new Date().toISOString();
    return JSON.stringify({
      ...{ project, ticket, release: release?.id, survey: release?.survey?.id },
      ...{ id: newId(), revision: 1, visitor: crypto.randomUUID() },
      ...{ state: 'complete', rating: 5, surface: 'panel', createdAt: now, sentAt: now },
    });
  };
  return { projectId, project, release: release?.id ?? '', newAnswer };
}

/** For a server under load: no limits, and addresses of many networks. */
export const loadEnvironment = { RATE_LIMITS: 'count', ...trustedPeers };

/** Sends an answer once, from the next network. */
export async function sendAnswer(url: string, body: string): Promise<Response> {
  return fetch(`${url}/v1/responses`, { method: 'POST', body, headers: forwardedHeader() });
}

/**
 * Every answer is in the tallies: each of another visitor, whose network was counted, and none held
 * back.
 */
export async function expectAllCounted(reader: Db, projectId: string): Promise<void> {
  const { rows } = await sql`select
      (select count(*) from response where project_id = ${projectId}) as answers,
      (select count(*) from network_rater where project_id = ${projectId}) as raters,
      (select count(*) from response where project_id = ${projectId} and quarantined = 1) as held
  `.execute(reader);
  const [{ answers, raters, held }] = rows as [Record<string, unknown>];
  expect(Number(answers)).toBeGreaterThan(0);
  expect({ raters: Number(raters), held: Number(held) }).toEqual({
    raters: Number(answers),
    held: 0,
  });
  expect(await recount(reader, projectId)).toEqual([]);
}

/**
 * Sends an answer as the widget's queue does: again and again until the server stored it. Returns
 * every status on the way; 0 stands for a connection that failed.
 */
export async function sendUntilStored(url: string, body: string): Promise<number[]> {
  const statuses: number[] = [];
  for (;;) {
    const reply = await sendAnswer(url, body).catch(() => undefined);
    await reply?.arrayBuffer();
    statuses.push(reply?.status ?? 0);
    if (reply?.ok) return statuses;
    await sleep(200);
  }
}

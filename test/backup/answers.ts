import { setTimeout as sleep } from 'node:timers/promises';
import { feed } from '../../contract/feed.ts';
import type { TestDatabase } from '../support/databases.ts';
import type { RunningServer } from '../support/processes.ts';

/** Answers that a server acknowledged. */
export interface AnswerLoad {
  /** Their ids, in order of acknowledgement. */
  acknowledged: string[];
  /** Resolves when no answer is under way any more. */
  stop(): Promise<void>;
}

/** Sends answers about the first release of a fresh server, a few at a time, until it is stopped. */
export async function sendAnswersSteadily(
  server: RunningServer,
  reader: TestDatabase['reader'],
): Promise<AnswerLoad> {
  const about = await readQuestion(server, reader);
  const acknowledged: string[] = [];
  let stopped = false;
  const senders = [1, 2, 3, 4].map(async (sender) => {
    for (let n = 0; !stopped; n += 1) {
      const id = `01a1fc96-8fdd-7d26-a${sender}57-${n.toString(16).padStart(12, '0')}`;
      if (await isAcknowledged(server, about, id)) acknowledged.push(id);
    }
  });
  const stop = async () => {
    stopped = true;
    await Promise.all(senders);
  };
  return { acknowledged, stop };
}

async function readQuestion(server: RunningServer, reader: TestDatabase['reader']) {
  const { public_key: project } = await reader
    .selectFrom('project')
    .select('public_key')
    .executeTakeFirstOrThrow();
  const body = JSON.stringify({ project, want: 'panel' });
  const reply = await fetch(`${server.url}/v1/feed`, { method: 'POST', body });
  const { ticket, releases } = feed.parse(await reply.json());
  const release = releases.find((each) => each.survey);
  // A ticket counts one second after it was handed out.
  await sleep(1100);
  return { project, ticket, release: release?.id, survey: release?.survey?.id };
}

async function isAcknowledged(server: RunningServer, about: object, id: string) {
  const now = new Date().toISOString();
  const fields = { state: 'complete', rating: 4, surface: 'panel', createdAt: now, sentAt: now };
  const body = JSON.stringify({
    ...about,
    ...fields,
    id,
    revision: 1,
    visitor: crypto.randomUUID(),
  });
  const reply = await fetch(`${server.url}/v1/responses`, { method: 'POST', body });
  return reply.ok;
}

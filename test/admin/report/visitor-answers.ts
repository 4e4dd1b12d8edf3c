import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../../api/ids.ts';
import { type Feed, feed } from '../../../contract/feed.ts';
import type { ResponseRequest } from '../../../contract/responses.ts';
import type { DashboardFixture } from '../pages/dashboard-fixture.ts';

/** Sends answers as widgets do, each by a visitor of its own. */
export interface AnswerSender {
  answer(releaseId: string, fields: Partial<ResponseRequest>): Promise<void>;
  /** The same by many at once, as the number of each says. */
  answerMany(
    releaseId: string,
    count: number,
    fields: (n: number) => Partial<ResponseRequest>,
  ): Promise<void>;
}

/**
 * Asks for the question first, and waits the second that must pass before an answer is believed. The
 * server believes the `address` if it trusts this machine as a proxy.
 */
export async function createAnswerSender(
  { server, publicKey }: Pick<DashboardFixture, 'server' | 'publicKey'>,
  address?: string,
): Promise<AnswerSender> {
  const headers = address ? { 'x-forwarded-for': address } : {};
  const send = async (path: string, body: object) => {
    const reply = await fetch(server.url + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
    return reply.json();
  };
  const panelFeed: Feed = feed.parse(await send('/v1/feed', { project: publicKey, want: 'panel' }));
  await sleep(1100);

  const answer: AnswerSender['answer'] = async (releaseId, fields) => {
    const now = new Date().toISOString();
    const release = panelFeed.releases?.find(({ id }) => id === releaseId);
    await send('/v1/responses', {
      project: publicKey,
      id: newId(),
      revision: 1,
      release: releaseId,
      survey: release?.survey?.id,
      ticket: panelFeed.ticket,
      visitor: crypto.randomUUID(),
      state: 'complete',
      surface: 'panel',
      createdAt: now,
      sentAt: now,
      ...fields,
    });
  };
  const answerMany: AnswerSender['answerMany'] = async (releaseId, count, fields) => {
    for (let start = 0; start < count; start += 50) {
      const numbers = Array.from({ length: Math.min(50, count - start) }, (_, n) => start + n);
      await Promise.all(numbers.map((n) => answer(releaseId, fields(n))));
    }
  };
  return { answer, answerMany };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../../api/ids.ts';
import { type Feed, feed } from '../../../contract/feed.ts';
import type { ResponseRequest } from '../../../contract/responses.ts';
import type { AdminStage } from '../pages/stage.ts';

/** Sends answers as widgets do, each by a visitor of its own. */
export interface Crowd {
  answer(releaseId: string, said: Partial<ResponseRequest>): Promise<void>;
  /** The same by many at once, as the number of each says. */
  answerMany(
    releaseId: string,
    count: number,
    said: (n: number) => Partial<ResponseRequest>,
  ): Promise<void>;
}

/**
 * Asks for the question first, and waits the second that must pass before an answer is believed. The
 * server believes the `address` if it trusts this machine as a proxy.
 */
export async function meetCrowd(
  { server, publicKey }: Pick<AdminStage, 'server' | 'publicKey'>,
  address?: string,
): Promise<Crowd> {
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
  const shown: Feed = feed.parse(await send('/v1/feed', { project: publicKey, want: 'panel' }));
  await sleep(1100);

  const answer: Crowd['answer'] = async (releaseId, said) => {
    const now = new Date().toISOString();
    const release = shown.releases?.find(({ id }) => id === releaseId);
    await send('/v1/responses', {
      project: publicKey,
      id: newId(),
      revision: 1,
      release: releaseId,
      survey: release?.survey?.id,
      ticket: shown.ticket,
      visitor: crypto.randomUUID(),
      state: 'complete',
      surface: 'panel',
      createdAt: now,
      sentAt: now,
      ...said,
    });
  };
  const answerMany: Crowd['answerMany'] = async (releaseId, count, said) => {
    for (let start = 0; start < count; start += 50) {
      const numbers = Array.from({ length: Math.min(50, count - start) }, (_, n) => start + n);
      await Promise.all(numbers.map((n) => answer(releaseId, said(n))));
    }
  };
  return { answer, answerMany };
}

import { expect } from 'vitest';
import { createApiKey } from '../../api/keys/api-keys.ts';
import { type HeldGroup, heldGroup } from '../../contract/held-groups.ts';
import { type Score, score } from '../../contract/scores.ts';
import type { TestApi } from '../support/api.ts';
import { runChange } from '../support/projects.ts';
import type { RatingFixture } from './rating-fixture.ts';

/** Sends one answer from each address, to these nodes in turn. All must be taken. */
export async function answerFrom(
  fixture: RatingFixture,
  addresses: readonly string[],
  changes: (n: number) => Record<string, unknown> = () => ({}),
  nodes: readonly TestApi[] = [fixture.api],
): Promise<Record<string, unknown>[]> {
  const bodies = addresses.map((_, n) => fixture.answer({ answers: {}, ...changes(n) }));
  for (let start = 0; start < bodies.length; start += 100) {
    const sent = bodies.slice(start, start + 100).map((body, i) => {
      const node = nodes[i % nodes.length] as TestApi;
      return node.postFrom(addresses[start + i] as string, '/v1/responses', body);
    });
    const replies = await Promise.all(sent);
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
  }
  return bodies;
}

/** This many times one address. */
export function oneAddress(address: string, count: number): string[] {
  return Array.from({ length: count }, () => address);
}

/** Addresses of as many IPv4 networks. */
export function manyNetworks(count: number, first = 0): string[] {
  return Array.from({ length: count }, (_, i) => {
    const n = first + i;
    return `89.${Math.floor(n / 250)}.${n % 250}.7`;
  });
}

/** What a program reads and decides with a `publish` key. */
export async function startReview({ api, release, projectId }: RatingFixture) {
  const { key } = await runChange(api, projectId, (change) =>
    createApiKey(change, { name: 'Review', scope: 'publish', expiresAt: null }),
  );
  const client = api.as(key);
  const path = `/api/projects/${projectId}`;
  return {
    async score(): Promise<Score> {
      const reply = await client.get(`${path}/releases/${release.id}/score`);
      return score.parse(await reply.json());
    },
    async groups(): Promise<HeldGroup[]> {
      const reply = await client.get(`${path}/held-groups`);
      return (await reply.json()).data.map((one: unknown) => heldGroup.parse(one));
    },
    decide: (id: string, verb: 'release' | 'reject') =>
      client.send('POST', `${path}/held-groups/${id}/${verb}`),
  };
}

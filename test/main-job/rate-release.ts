import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../api/ids.ts';
import { type Feed, feed } from '../../contract/feed.ts';

/** What the public wire takes at the soonest after it has asked. */
const ticketDelayMs = 1100;

/** Where visitors are asked. */
export interface ProjectAddress {
  url: string;
  publicKey: string;
}

/** The panel as somebody new is shown it. */
export async function readPanel({ url, publicKey }: ProjectAddress): Promise<Feed> {
  const reply = await post(`${url}/v1/feed`, { project: publicKey, want: 'panel' });
  return feed.parse(await reply.json());
}

/** So many visitors read a release and rate it, one as each of the ratings in turn. */
export async function rateByManyVisitors(
  project: ProjectAddress,
  release: string,
  count: number,
  ratings: readonly number[],
): Promise<void> {
  const { ticket, releases } = await readPanel(project);
  const survey = releases.find(({ id }) => id === release)?.survey?.id;
  await sleep(ticketDelayMs);
  const answer = async (_: unknown, at: number) => {
    const now = new Date().toISOString();
    const reply = await post(`${project.url}/v1/responses`, {
      ...{ project: project.publicKey, id: newId(), revision: 1, release, survey, ticket },
      ...{ visitor: randomUUID(), state: 'complete', rating: ratings[at % ratings.length] },
      ...{ answers: {}, surface: 'api', createdAt: now, sentAt: now },
    });
    if (reply.status !== 201) throw new Error(`${reply.status}: ${await reply.text()}`);
  };
  await Promise.all(Array.from({ length: count }, answer));
}

function post(address: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'text/plain' };
  return fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
}

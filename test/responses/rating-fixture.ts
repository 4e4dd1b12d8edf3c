import type { Database } from '../../api/db/database.ts';
import { surveyForRelease } from '../../api/surveys/surveys.ts';
import { issueTicket } from '../../api/visitors/ticket.ts';
import type { ProjectCreate } from '../../contract/projects.ts';
import type { Release } from '../../contract/releases.ts';
import { type StoredResponse, storedResponse } from '../../contract/responses.ts';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { startApi, type TestApi } from '../support/api.ts';

/** A live release that asks its visitors, and what they send. */
export interface RatingFixture extends Publisher {
  api: TestApi;
  release: Release;
  surveyId: string;
  /** A good answer by a new visitor, of which a test changes what it is about. */
  answer(changes?: Record<string, unknown>): Record<string, unknown>;
  send(body: unknown): Promise<Response>;
  /** Sends what must be taken, and gives what the server says it stored. */
  sendAccepted(body: unknown, status?: 200 | 201): Promise<StoredResponse>;
  sendEvents(events: Record<string, unknown>[], visitor: Record<string, unknown>): Promise<number>;
}

export async function startRatingFixture(
  database: Database,
  settings: Partial<ProjectCreate> = {},
): Promise<RatingFixture> {
  const api = await startApi(database);
  const publisher = await createPublisher(api, settings);
  const release = await publisher.publish('1.0.0');
  const surveyId = (await surveyForRelease(database.reader, publisher.projectId)) ?? '';
  const { deps, clock } = api;
  const { projectId, publicKey: project } = publisher;

  const answer: RatingFixture['answer'] = (changes = {}) => {
    const issuedAt = clock().getTime() / 1000 - 60;
    const now = clock().toISOString();
    return {
      project,
      id: deps.randomId(),
      revision: 1,
      release: release.id,
      survey: surveyId,
      ticket: issueTicket(deps.keys.tickets.current, projectId, 'tag', issuedAt),
      ...('token' in changes ? {} : { visitor: crypto.randomUUID() }),
      state: 'complete',
      rating: 4,
      answers: { reasons: ['easier'] },
      comment: 'Much better.',
      surface: 'panel',
      createdAt: now,
      sentAt: now,
      ...changes,
    };
  };
  const send = (body: unknown) => api.post('/v1/responses', body);

  return {
    ...publisher,
    api,
    release,
    surveyId,
    answer,
    send,
    async sendAccepted(body, status = 201) {
      const reply = await send(body);
      const text = await reply.text();
      if (reply.status !== status) throw new Error(`${reply.status} ${text}`);
      return storedResponse.parse(JSON.parse(text));
    },
    async sendEvents(events, visitor) {
      const at = clock().toISOString();
      const reply = await api.post('/v1/events', {
        project,
        events: events.map((event) => ({ at, ...event })),
        ...visitor,
      });
      if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`);
      return (await reply.json()).accepted;
    },
  };
}

/** Code and pointers of a refusal. */
export async function readProblem(
  reply: Response,
): Promise<{ status: number; code: string; pointers: string[] }> {
  const { code, errors = [] } = await reply.json();
  const pointers = errors.map((error: { pointer: string }) => error.pointer);
  return { status: reply.status, code, pointers };
}

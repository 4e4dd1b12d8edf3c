import { type EventsRequest, eventsReply, eventsRequest } from '../../../contract/events.ts';
import { type ExposureKind, exposureKinds } from '../../../contract/vocabulary.ts';
import { commitBatches } from '../../db/batch.ts';
import { createGroupCommit, type GroupCommit } from '../../db/group-commit.ts';
import type { Deps } from '../../deps.ts';
import type { Report } from '../../exposures/events.ts';
import { reportBatch } from '../../exposures/report-batch.ts';
import { asRefusal } from '../../http/problem.ts';
import type { Asking } from '../../http/request-info.ts';
import type { PublicRoute } from '../../openapi/openapi.ts';
import { hasOpened } from '../../releases/release-state.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { factsOf } from '../../tallies/buckets.ts';
import type { Identity } from '../../visitors/identity.ts';
import { occurredAt, plausibleTime } from '../../visitors/occurred-at.ts';
import type { VisitorGuard } from './guard.ts';
import type { DescribedPost } from './public-post.ts';

/** `POST /v1/events`: what a visitor saw, read, ran or muted. */
export function eventPost(deps: Deps, visitor: VisitorGuard): DescribedPost {
  const reports = createReportCommit(deps);

  async function take(
    body: EventsRequest,
    { project, openings }: Snapshot,
    identity: Identity,
  ): Promise<number> {
    const receivedAt = deps.clock();
    const taken = body.events.filter((event) => isTakeable(event, body, openings, receivedAt));
    if (taken.length === 0) return 0;
    await reports.submit({
      projectId: project.id,
      identity,
      facts: factsOf(body, identity.traits, project.talliedTraits),
      receivedAt: receivedAt.toISOString(),
      ...readEvents(taken, body.sentAt, receivedAt),
    });
    return taken.length;
  }

  return {
    description,
    async answer(asking, text) {
      const admitted = await visitor.admit({ asking, text }, eventsRequest, 'write');
      const { body, snapshot, headers } = admitted;
      const identity = visitor.identify(snapshot, body);
      const isKept = !visitor.isBot(asking, identity) && !asksNotToBeTracked(asking);
      const accepted = isKept ? await take(body, snapshot, identity) : 0;
      return {
        status: 200,
        headers,
        mediaType: 'application/json',
        body: JSON.stringify({ accepted }),
      };
    },
  };
}

const description: PublicRoute = {
  method: 'post',
  path: '/v1/events',
  operation: 'sendEvents',
  summary: 'Tell what a visitor saw, read, ran or muted',
  description:
    'Each counts once, however often it is sent. `accepted` is how many were understood; with `Sec-GPC: 1` or `DNT: 1`, and of known bots, none are kept.',
  tag: 'Visitors',
  body: { schema: eventsRequest },
  replies: [{ status: 200, description: 'Kept, and on the disk.', schema: eventsReply }],
  problems: [400, 401, 403, 404, 413, 415, 422, 503],
};

/** Fewer than answers: a request carries up to 50 events. */
const maxBatch = 32;
const maxQueue = 2048;

function createReportCommit({ database, keys, randomId }: Deps): GroupCommit<Report, null> {
  return createGroupCommit({
    commit: commitBatches(database, reportBatch(randomId), keys.visitors),
    maxBatch,
    maxQueue,
    isPassing: (error) => asRefusal(error).code === 'unavailable',
  });
}

type Event = EventsRequest['events'][number];

/** Global Privacy Control, and Do Not Track for the browsers that have only that. */
function asksNotToBeTracked({ req }: Asking): boolean {
  return req.header('sec-gpc') === '1' || req.header('dnt') === '1';
}

/**
 * What is not takeable is dropped without a word, but not counted as accepted: a release that never
 * was live must not be told from one that is not there.
 */
function isTakeable(
  { kind, release }: Event,
  { version }: EventsRequest,
  openings: ReadonlyMap<string, string | null>,
  now: Date,
): boolean {
  if (!isExposureKind(kind)) return true;
  if (kind === 'ran' && !version) return false;
  return release !== undefined && hasOpened(openings, release.toLowerCase(), now);
}

function readEvents(
  events: readonly Event[],
  sentAt: string | undefined,
  receivedAt: Date,
): Pick<Report, 'muted' | 'exposures'> {
  const exposures = events.flatMap(({ kind, release, at }) => {
    if (!isExposureKind(kind) || release === undefined) return [];
    const time = sentAt ? occurredAt(receivedAt, at, sentAt) : plausibleTime(receivedAt, at);
    return [{ kind, releaseId: release.toLowerCase(), at: time.toISOString() }];
  });
  const turned = events.findLast(({ kind }) => kind === 'muted' || kind === 'unmuted');
  return { exposures, ...(turned && { muted: turned.kind === 'muted' }) };
}

function isExposureKind(kind: Event['kind']): kind is ExposureKind {
  return (exposureKinds as readonly string[]).includes(kind);
}

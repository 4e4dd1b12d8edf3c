import { type EventsRequest, eventsReply, eventsRequest } from '../../../contract/events.ts';
import { type ExposureKind, exposureKinds } from '../../../contract/vocabulary.ts';
import { createBatchCommit } from '../../db/batch.ts';
import { createGroupCommit, type GroupCommit } from '../../db/group-commit.ts';
import type { Deps } from '../../deps.ts';
import type { EventReport } from '../../exposures/events.ts';
import { reportBatch } from '../../exposures/report-batch.ts';
import { toAppError } from '../../http/problem.ts';
import type { RequestInfo } from '../../http/request-info.ts';
import type { PublicRoute } from '../../openapi/openapi.ts';
import { hasBeenPublished } from '../../releases/release-state.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { visitorDetailsOf } from '../../tallies/buckets.ts';
import type { VisitorIdentity } from '../../visitors/identity.ts';
import { occurredAt, plausibleTime } from '../../visitors/occurred-at.ts';
import type { VisitorGuard } from './guard.ts';
import type { DescribedPost } from './public-post.ts';

/** `POST /v1/events`: records what a visitor saw, read, ran or muted. */
export function eventPost(deps: Deps, visitor: VisitorGuard): DescribedPost {
  const reports = createReportCommit(deps);

  async function acceptEvents(
    body: EventsRequest,
    { project, publishTimes: openings }: Snapshot,
    identity: VisitorIdentity,
  ): Promise<number> {
    const receivedAt = deps.clock();
    const accepted = body.events.filter((event) => isAcceptable(event, body, openings, receivedAt));
    if (accepted.length === 0) return 0;
    await reports.submit({
      projectId: project.id,
      identity,
      details: visitorDetailsOf(body, identity.traits, project.talliedTraits),
      receivedAt: receivedAt.toISOString(),
      ...readEvents(accepted, body.sentAt, receivedAt),
    });
    return accepted.length;
  }

  return {
    description,
    async handle(request, text) {
      const admitted = await visitor.admit({ request, text }, eventsRequest, 'write');
      const { body, snapshot, headers } = admitted;
      const identity = visitor.identify(snapshot, body);
      const isRecorded = !visitor.isBot(request, identity) && !hasTrackingOptOut(request);
      const accepted = isRecorded ? await acceptEvents(body, snapshot, identity) : 0;
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
  summary: 'Send what a visitor saw, read, ran or muted',
  description:
    'Each event counts once, however often it is sent. `accepted` is the number of events that were understood. With `Sec-GPC: 1` or `DNT: 1`, and for known bots, no events are stored.',
  tag: 'Visitors',
  body: { schema: eventsRequest },
  replies: [{ status: 200, description: 'The events are stored on disk.', schema: eventsReply }],
  problems: [400, 401, 403, 404, 413, 415, 422, 503],
};

/** Smaller than the batch of answers, because a request has up to 50 events. */
const maxBatch = 32;
const maxQueue = 2048;

function createReportCommit({ database, keys, randomId }: Deps): GroupCommit<EventReport, null> {
  return createGroupCommit({
    commit: createBatchCommit(database, reportBatch(randomId), keys.visitors),
    maxBatch,
    maxQueue,
    isTransient: (error) => toAppError(error).code === 'unavailable',
  });
}

type Event = EventsRequest['events'][number];

/** Checks Global Privacy Control, and Do Not Track for browsers that support only the latter. */
function hasTrackingOptOut({ req }: RequestInfo): boolean {
  return req.header('sec-gpc') === '1' || req.header('dnt') === '1';
}

/**
 * Whether an event is recorded. Others are dropped silently and not counted as accepted: the reply
 * must not distinguish a release that was never live from one that does not exist.
 */
function isAcceptable(
  { kind, release }: Event,
  { version }: EventsRequest,
  publishTimes: ReadonlyMap<string, string | null>,
  now: Date,
): boolean {
  if (!isExposureKind(kind)) return true;
  if (kind === 'ran' && !version) return false;
  return release !== undefined && hasBeenPublished(publishTimes, release.toLowerCase(), now);
}

function readEvents(
  events: readonly Event[],
  sentAt: string | undefined,
  receivedAt: Date,
): Pick<EventReport, 'muted' | 'exposures'> {
  const exposures = events.flatMap(({ kind, release, at }) => {
    if (!isExposureKind(kind) || release === undefined) return [];
    const time = sentAt ? occurredAt(receivedAt, at, sentAt) : plausibleTime(receivedAt, at);
    return [{ kind, releaseId: release.toLowerCase(), at: time.toISOString() }];
  });
  const lastSwitch = events.findLast(({ kind }) => kind === 'muted' || kind === 'unmuted');
  return { exposures, ...(lastSwitch && { muted: lastSwitch.kind === 'muted' }) };
}

function isExposureKind(kind: Event['kind']): kind is ExposureKind {
  return (exposureKinds as readonly string[]).includes(kind);
}

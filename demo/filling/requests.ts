import { randomUUID } from 'node:crypto';
import type { EventReport } from '../../api/exposures/events.ts';
import { type Answer, toAnswer } from '../../api/responses/answer.ts';
import { visitorDetailsOf } from '../../api/tallies/buckets.ts';
import type { VisitorIdentity } from '../../api/visitors/identity.ts';
import type { Project } from '../../contract/projects.ts';
import type { ResponseRequest } from '../../contract/responses.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { ExposureVisit, RatingVisit, Visit } from '../script/events.ts';
import type { DemoVisitor } from '../script/visitors.ts';

/** Converts visits to what the public routes would read from their requests. */
export interface VisitRequests {
  report(exposure: ExposureVisit): EventReport;
  /** Throws what `toAnswer` throws: a made-up answer has to fit its survey like any other. */
  answer(rating: RatingVisit, surveys: ReadonlyMap<string, Survey>): Answer;
}

/** Gives every visitor and every answer the id that the visitor's browser would have created. */
export function createVisitRequests(
  project: Project,
  releaseIds: ReadonlyMap<string, string>,
  randomId: () => string,
): VisitRequests {
  const anonymousIds = createIds<DemoVisitor>(randomUUID);
  const answerIds = createIds<string>(randomId);
  const releaseIdOf = ({ version }: Visit) => releaseIds.get(version) ?? '';

  function identify(visitor: DemoVisitor): VisitorIdentity {
    const { subject, account, traits } = visitor;
    if (subject) return { kind: 'verified', subject, account, traits };
    return { kind: 'anonymous', anonymousId: anonymousIds(visitor), traits };
  }

  return {
    report(exposure) {
      const { visitor, runningVersion, at } = exposure;
      const request = { version: runningVersion, locale: visitor.locale };
      return {
        projectId: project.id,
        identity: identify(visitor),
        details: visitorDetailsOf(request, visitor.traits, project.talliedTraits),
        receivedAt: at.toISOString(),
        ...(visitor.mutes && { muted: true }),
        exposures: exposuresOf(exposure, releaseIdOf(exposure)),
      };
    },
    answer(rating, surveys) {
      const releaseId = releaseIdOf(rating);
      const survey = surveys.get(releaseId);
      if (!survey) throw new Error(`Release ${rating.version} has no survey.`);
      const identity = identify(rating.visitor);
      const visitorName = rating.visitor.subject ?? anonymousIds(rating.visitor);
      const ids = { id: answerIds(`${visitorName} ${releaseId}`), releaseId, surveyId: survey.id };
      const context = { project, identity, survey, releaseId, receivedAt: rating.at };
      return toAnswer(toBody(rating, project, ids), context);
    },
  };
}

function exposuresOf(
  { version, runningVersion, shownAt, readAt, clicked }: ExposureVisit,
  releaseId: string,
): EventReport['exposures'] {
  const shown = shownAt.toISOString();
  const read = readAt?.toISOString();
  return [
    // A visitor who is using this very version has run it.
    ...(runningVersion === version ? [{ kind: 'ran' as const, releaseId, at: shown }] : []),
    { kind: 'shown', releaseId, at: shown },
    ...(read ? [{ kind: 'read' as const, releaseId, at: read }] : []),
    ...(read && clicked ? [{ kind: 'clicked' as const, releaseId, at: read }] : []),
  ];
}

function toBody(
  { at, visitor, runningVersion, reasons, revision, state, rating, comment, surface }: RatingVisit,
  { publicKey }: Project,
  { id, releaseId, surveyId }: { id: string; releaseId: string; surveyId: string },
): ResponseRequest {
  const sentAt = at.toISOString();
  return {
    ...{ project: publicKey, id, revision, release: releaseId, survey: surveyId },
    // The route checks the ticket before it reads an answer from the body.
    ticket: '',
    ...{ state, rating, comment, surface, answers: reasons.length > 0 ? { reasons } : {} },
    ...{ version: runningVersion, locale: visitor.locale, traits: visitor.traits },
    ...{ createdAt: sentAt, sentAt },
  };
}

/** Returns the same id for the same thing, created on first use. */
function createIds<Thing>(make: () => string): (thing: Thing) => string {
  const ids = new Map<Thing, string>();
  return (thing) => {
    const id = ids.get(thing) ?? make();
    ids.set(thing, id);
    return id;
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { createBatchCommit } from '../../api/db/batch.ts';
import { reportBatch } from '../../api/exposures/report-batch.ts';
import { surveysByRelease } from '../../api/releases/release-surveys.ts';
import { answerBatch } from '../../api/responses/answer-batch.ts';
import type { Project } from '../../contract/projects.ts';
import type { ExposureVisit, RatingVisit, Visit } from '../script/events.ts';
import type { FillDeps } from './options.ts';
import { createVisitRequests } from './requests.ts';

/** The numbers of visitors who came, exposures of all kinds, and responses with a rating. */
export interface VisitCounts {
  visitors: number;
  exposures: number;
  answers: number;
}

/** Takes visits in the order in which they happened, and stores them as the server does. */
export interface VisitWriter {
  add(visit: Visit): Promise<void>;
  /** Stores the visits that still wait. Called before anything else happens to the releases. */
  flush(): Promise<void>;
  counts(): VisitCounts;
}

/** About as many as share a transaction in the server. */
const batchSize = 128;

/**
 * The pause between two transactions. A server that waits for the same SQLite file checks every few
 * milliseconds, and would find it locked each time.
 */
const pauseMs = 20;

/** `releaseIds` must have a visit's release by the time that the visit is stored. */
export function createVisitWriter(
  { database, randomId, keys }: FillDeps,
  project: Project,
  releaseIds: ReadonlyMap<string, string>,
): VisitWriter {
  const storeReports = createBatchCommit(database, reportBatch(randomId), keys.visitors);
  const storeAnswers = createBatchCommit(database, answerBatch(randomId), keys.visitors);
  const requests = createVisitRequests(project, releaseIds, randomId);
  const visitors = new Set<unknown>();
  let pending: Visit[] = [];
  let exposures = 0;
  let answers = 0;

  async function writeExposures(exposureVisits: readonly ExposureVisit[]): Promise<void> {
    if (exposureVisits.length === 0) return;
    const reports = exposureVisits.map(requests.report);
    await storeReports(reports, 0);
    for (const { visitor } of exposureVisits) visitors.add(visitor);
    exposures += reports.reduce((sum, { exposures }) => sum + exposures.length, 0);
  }

  async function writeRatings(ratings: readonly RatingVisit[]): Promise<void> {
    if (ratings.length === 0) return;
    const surveys = await surveysByRelease(database.reader, project.id);
    const outcomes = await storeAnswers(
      ratings.map((rating) => requests.answer(rating, surveys)),
      0,
    );
    const [rejected] = outcomes.flatMap((outcome) => ('code' in outcome ? [outcome] : []));
    if (rejected) throw new Error(`A generated answer was refused: ${rejected.message}`);
    answers += ratings.filter(({ revision, rating }) => revision === 1 && rating !== null).length;
  }

  async function flush(): Promise<void> {
    const visits = pending;
    pending = [];
    // A visitor who rates a release was reported to have read it, in this batch or an earlier one.
    await writeExposures(visits.filter((visit) => visit.kind === 'exposure'));
    await writeRatings(visits.filter((visit) => visit.kind === 'rating'));
    if (visits.length > 0) await sleep(pauseMs);
  }

  return {
    flush,
    counts: () => ({ visitors: visitors.size, exposures, answers }),
    async add(visit) {
      pending.push(visit);
      if (pending.length >= batchSize) await flush();
    },
  };
}

import type { Project } from '../../contract/projects.ts';
import type { Reach, Release } from '../../contract/releases.ts';
import type { Headline, Score } from '../../contract/scores.ts';
import {
  type RatingScale,
  ratingScales,
  satisfactionKind,
  scaleOf,
} from '../../contract/survey-kinds.ts';
import {
  countableIdentityLevels,
  type IdentityLevel,
  surfaces,
} from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { findReleaseSurvey } from '../releases/state-queries.ts';
import { countHeldBack, countQuarantined } from '../responses/held/held-queries.ts';
import { findSurveyVersion } from '../surveys/queries.ts';
import { listExposureCounts, listShownByDay } from '../tallies/exposure-tally-queries.ts';
import { listReasonCounts, type ReasonCount } from '../tallies/reason-queries.ts';
import { definitionOf, distributionOf, headlineOf, sum } from './headline.ts';
import {
  type AnswerCount,
  listAnswerCounts,
  listAnswersByDay,
  listRatingCounts,
} from './queries.ts';

/** The most days in a report, which shows the last ones. */
const maxDays = 90;
const dayMs = 24 * 60 * 60 * 1000;

/** The survey of a release's score: the version that the release carries. */
interface ScoredSurvey {
  id: string;
  version: number;
  /** Undefined if this process does not know the kind of the survey. */
  scale: RatingScale | undefined;
  /** The ids of the questions with choices; empty if the definition cannot be read. */
  questions: string[];
}

type ScoredProject = Pick<Project, 'id' | 'requireVerified'>;
type ScoredRelease = Pick<Release, 'id' | 'publishAt' | 'publishedAt'>;

/** Returns the headline score of each release, including those without answers, in one query. */
export async function listHeadlines(
  db: Db,
  project: ScoredProject,
  releaseIds: readonly string[],
): Promise<Map<string, Headline>> {
  const counted = await listRatingCounts(
    db,
    project.id,
    releaseIds,
    countedIdentityLevels(project),
  );
  const headline = (id: string) => {
    const { kind = satisfactionKind, counts = [] } = counted.get(id) ?? {};
    return headlineOf(counts, scaleOf(kind));
  };
  return new Map(releaseIds.map((id) => [id, headline(id)]));
}

/** Returns the reach of each release, including those that reached no one, in one query. */
export async function listReaches(
  db: Db,
  projectId: string,
  releaseIds: readonly string[],
): Promise<Map<string, Reach>> {
  const counts = await listExposureCounts(db, projectId, releaseIds);
  return new Map(releaseIds.map((id) => [id, { shown: 0, read: 0, ...counts.get(id) }]));
}

/**
 * Returns a release's score with all that is needed to judge it (docs/scores.md): reach, answers,
 * the distribution, reasons, channels and days of the ratings, and what was left out. Reads
 * tallies, not answers (except quarantined ones), so a million answers cost the same as a hundred.
 */
export async function getScore(
  db: Db,
  project: ScoredProject,
  release: ScoredRelease,
  now: Date,
): Promise<Score> {
  const survey = await findScoredSurvey(db, project.id, release.id);
  const identityLevels = countedIdentityLevels(project);
  const answers = await listAnswerCounts(db, project.id, release.id);
  const reaches = await listReaches(db, project.id, [release.id]);
  const quarantined = await countQuarantined(db, project.id, release.id);
  const { counted, keptOut } = splitCounted(answers, survey, identityLevels);
  // A release without a survey has no answers, but its report still defines the score.
  const scale = survey ? survey.scale : ratingScales[satisfactionKind];
  return {
    release: release.id,
    survey: survey ? { id: survey.id, version: survey.version } : null,
    definition: definitionOf(scale),
    headline: headlineOf(counted, scale),
    distribution: survey ? distributionOf(counted, scale) : [],
    funnel: funnelOf(reaches.get(release.id) ?? { shown: 0, read: 0 }, answers),
    bySurface: headlinesByChannel(counted, scale),
    reasons: survey
      ? reasonsOf(await listReasonCounts(db, project.id, release.id, survey, identityLevels))
      : [],
    byDay: await listDays(db, project.id, release, now),
    keptOut: { ...keptOut, quarantined },
    heldBack: await countHeldBack(db, project.id, release.id),
  };
}

/** Undefined if the release carries no survey. */
async function findScoredSurvey(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<ScoredSurvey | undefined> {
  const carrier = await findReleaseSurvey(db, projectId, releaseId);
  if (!carrier) return undefined;
  const { surveyId: id, surveyVersion: version } = carrier;
  const found = await findSurveyVersion(db, projectId, id, version);
  if (!found) return undefined;
  const questions = 'survey' in found.stored ? found.stored.survey.questions : [];
  const choices = questions.filter(({ kind }) => kind === 'choices');
  return { id, version, scale: scaleOf(found.kind), questions: choices.map((one) => one.id) };
}

/** Returns the headline of each channel that has answers. */
function headlinesByChannel(
  counted: readonly AnswerCount[],
  scale: RatingScale | undefined,
): Score['bySurface'] {
  return surfaces
    .map((surface) => ({ surface, answers: counted.filter((one) => one.surface === surface) }))
    .filter(({ answers }) => answers.length > 0)
    .map(({ surface, answers }) => ({ surface, headline: headlineOf(answers, scale) }));
}

/** Returns no days before the release is live. A due release may not be stamped yet. */
async function listDays(
  db: Db,
  projectId: string,
  { id, publishAt, publishedAt }: ScoredRelease,
  now: Date,
): Promise<Score['byDay']> {
  const since = publishedAt ?? publishAt;
  const days = since && since <= now.toISOString() ? daysBetween(since, now) : [];
  const shown = await listShownByDay(db, projectId, id, days);
  const answered = await listAnswersByDay(db, projectId, id, days);
  return days.map((day) => ({
    day,
    shown: shown.get(day) ?? 0,
    answered: answered.get(day) ?? 0,
  }));
}

/** The identity levels whose answers count in the score. Staff and bots never count. */
function countedIdentityLevels({ requireVerified }: ScoredProject): readonly IdentityLevel[] {
  return requireVerified ? ['verified'] : countableIdentityLevels;
}

/** Splits answers into those that count and those left out, by the first reason that applies. */
function splitCounted(
  answers: readonly AnswerCount[],
  survey: ScoredSurvey | undefined,
  identityLevels: readonly IdentityLevel[],
) {
  const isOfVersion = (one: AnswerCount) => one.surveyVersion === survey?.version;
  const isOf = (standing: IdentityLevel) => (one: AnswerCount) => one.standing === standing;
  const isKnown = (one: AnswerCount) => identityLevels.includes(one.standing);
  const ofVersion = answers.filter(isOfVersion);
  const known = ofVersion.filter(isKnown);
  return {
    counted: known.filter((one) => one.inWindow),
    keptOut: {
      otherVersions: sum(answers) - sum(ofVersion),
      staff: sum(ofVersion.filter(isOf('staff'))),
      bots: sum(ofVersion.filter(isOf('bot'))),
      unverified: sum(ofVersion.filter(isOf('anonymous')).filter((one) => !isKnown(one))),
      outOfWindow: sum(known.filter((one) => !one.inWindow)),
    },
  };
}

/** Counts every rating as answered, even outside the score: the response rate is about asking. */
function funnelOf(exposures: Reach, answers: readonly AnswerCount[]) {
  const isPerson = ({ standing }: AnswerCount) =>
    countableIdentityLevels.some((countable) => countable === standing);
  const answered = sum(answers.filter(isPerson));
  const responseRate = exposures.shown === 0 ? null : answered / exposures.shown;
  return { ...exposures, answered, responseRate };
}

/** Returns the UTC days from one instant to another, inclusive, oldest first; at most 90. */
function daysBetween(from: string, to: Date): string[] {
  const last = Date.parse(to.toISOString().slice(0, 10));
  const first = Math.max(Date.parse(from.slice(0, 10)), last - (maxDays - 1) * dayMs);
  const count = Math.max(0, (last - first) / dayMs + 1);
  return Array.from({ length: count }, (_, n) =>
    new Date(first + n * dayMs).toISOString().slice(0, 10),
  );
}

/** Returns each choice with the ratings that it was made with, the most frequent choice first. */
function reasonsOf(counts: readonly ReasonCount[]): Score['reasons'] {
  const reasons = new Map<string, Score['reasons'][number]>();
  for (const { question, choice, rating, count } of counts) {
    const name = `${question} ${choice}`;
    const known = reasons.get(name) ?? { question, choice, count: 0, byRating: [] };
    known.count += count;
    known.byRating.push({ rating, count });
    reasons.set(name, known);
  }
  for (const { byRating } of reasons.values()) byRating.sort((a, b) => a.rating - b.rating);
  return [...reasons.values()].sort((a, b) => b.count - a.count || (a.choice < b.choice ? -1 : 1));
}

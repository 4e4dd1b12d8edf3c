import type { Database } from '../../api/db/database.ts';
import type { Flag } from '../../api/db/schema/flag.ts';
import type { IdentityLevel, Surface } from '../../contract/vocabulary.ts';

/** Answers of one kind, as the tallies keep them. */
export interface TalliedAnswers {
  rating: number;
  count: number;
  surface?: Surface;
  standing?: IdentityLevel;
  inWindow?: Flag;
  surveyVersion?: number;
  dimension?: string;
  value?: string;
  slot?: number;
  day?: string;
}

/** Counts answers to a release's survey, as accepting so many would. */
export async function insertTallies(
  { writer }: Database,
  releaseId: string,
  tallies: TalliedAnswers[],
): Promise<void> {
  const release = await writer
    .selectFrom('release')
    .select(['project_id', 'survey_id'])
    .where('id', '=', releaseId)
    .executeTakeFirstOrThrow();
  const rows = tallies.map((tallied) => ({
    project_id: release.project_id,
    release_id: releaseId,
    survey_id: release.survey_id ?? '',
    survey_version: tallied.surveyVersion ?? 1,
    dimension: tallied.dimension ?? 'all',
    value: tallied.value ?? '',
    surface: tallied.surface ?? 'panel',
    standing: tallied.standing ?? 'anonymous',
    in_window: tallied.inWindow ?? 1,
    rating: tallied.rating,
    slot: tallied.slot ?? 0,
    count: tallied.count,
  }));
  await writer.insertInto('tally_total').values(rows).execute();
  const days = tallies.map(({ day = '2026-06-01' }) => day);
  await writer
    .insertInto('tally')
    .values(rows.map((row, n) => ({ ...row, day: days[n] ?? '' })))
    .execute();
}

/** Writes how many visitors had a release shown, and read it, on one day. */
export async function insertExposures(
  { writer }: Database,
  releaseId: string,
  { shown, read, day = '2026-06-01' }: { shown: number; read: number; day?: string },
): Promise<void> {
  const release = await writer
    .selectFrom('release')
    .select('project_id')
    .where('id', '=', releaseId)
    .executeTakeFirstOrThrow();
  const one = { project_id: release.project_id, release_id: releaseId, day, slot: 0 };
  const all = { ...one, dimension: 'all', value: '' };
  const split = { ...one, dimension: 'locale', value: 'de' };
  await writer
    .insertInto('exposure_tally')
    .values([
      { ...all, kind: 'shown', count: shown },
      { ...all, kind: 'read', count: read },
      { ...split, kind: 'shown', count: shown },
      { ...split, kind: 'read', count: read },
    ])
    .execute();
}

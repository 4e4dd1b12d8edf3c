import { expect, test } from 'vitest';
import { migrate } from '../../api/db/migrate.ts';
import type { NewRelease } from '../../api/releases/queries.ts';
import { migrations } from '../../migrations/index.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';

const day = (n: number) => `2026-11-0${n}T12:00:00.000Z`;

/** When each version of the survey was created. */
const created = { 1: day(2), 2: day(4), 3: day(6) };

const releases = {
  'live before version 2': { state: 'live', publishedAt: day(3), expected: 1 },
  'live at the moment of version 2': { state: 'live', publishedAt: day(4), expected: 2 },
  'live since version 3': { state: 'live', publishedAt: day(7), expected: 3 },
  'live before the survey': { state: 'live', publishedAt: day(1), expected: 1 },
  held: { state: 'held', publishedAt: day(3), expected: 1 },
  'rolled back': { state: 'rolled_back', publishedAt: day(5), expected: 2 },
  scheduled: { state: 'scheduled', publishedAt: null, expected: null },
  draft: { state: 'draft', publishedAt: null, expected: null },
} as const;

onEachDatabase('the versions of surveys', ({ openEmpty }) => {
  test('are fixed for releases that went live before, as of that moment', async () => {
    const database = await openEmpty();
    const older = Object.entries(migrations).filter(([name]) => name < '0019_survey_versions');
    await migrate(database, Object.fromEntries(older));
    for (const project of ['acme', 'beta']) await insertProject(database, project);
    // Only the first project's survey has more than one version.
    await insertVersions(database, 'acme', created);
    await insertVersions(database, 'beta', { 1: day(1) });
    await migrate(database);

    const expected = Object.entries(releases).map(([name, one]) => [name, one.expected]);
    expect(await versionsIn(database, 'acme')).toEqual({
      ...Object.fromEntries(expected),
      imported: null,
    });
    const first = expected.map(([name, version]) => [name, version && 1]);
    expect(await versionsIn(database, 'beta')).toEqual({
      ...Object.fromEntries(first),
      imported: null,
    });
  });
});

async function versionsIn({ reader }: TestDatabase, projectId: string) {
  const rows = await reader
    .selectFrom('release')
    .select(['version', 'survey_version'])
    .where('project_id', '=', projectId)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.version, row.survey_version]));
}

/** A project with a survey that has no version yet, and every release above. */
async function insertProject({ writer }: TestDatabase, id: string): Promise<void> {
  const at = day(1);
  await writer
    .insertInto('project')
    .values({
      ...{ id, slug: id, public_key: `pk_${id}`, name: id, url: null, theme: '{}' },
      ...{ allowed_origins: '[]', tallied_traits: '[]', require_verified: 0, revision: 1 },
      ...{ edition: 1, audit_seq: 0, audit_hash: '', created_at: at, updated_at: at },
    })
    .execute();
  await writer
    .insertInto('survey')
    .values({ project_id: id, id: 'survey', name: 'Satisfaction', kind: 'csat', created_at: at })
    .execute();
  const rows = Object.entries(releases).map(([version, { state, publishedAt }]) =>
    releaseRow(id, { version, state, published_at: publishedAt, survey_id: 'survey' }),
  );
  const imported = { version: 'imported', state: 'live', published_at: day(3) } as const;
  rows.push(releaseRow(id, { ...imported, imported: 1, survey_id: null }));
  await writer.insertInto('release').values(rows).execute();
}

function releaseRow(
  projectId: string,
  columns: Pick<NewRelease, 'version' | 'state' | 'published_at' | 'survey_id'> &
    Partial<NewRelease>,
): NewRelease {
  const { version } = columns;
  return {
    ...{ project_id: projectId, id: `${projectId} ${version}`, title: '', position: 0 },
    ...{ pinned: 0, major: 0, silent: 0, imported: 0, yanked: 0 },
    ...{ revision: 1, created_at: day(1), updated_at: day(1) },
    ...columns,
  };
}

async function insertVersions(
  { writer }: TestDatabase,
  projectId: string,
  versions: Record<number, string>,
): Promise<void> {
  const rows = Object.entries(versions).map(([n, created_at]) => ({
    ...{ project_id: projectId, survey_id: 'survey', n: Number(n), definition: '{}', created_at },
  }));
  await writer.insertInto('survey_version').values(rows).execute();
}

import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import {
  type ChangeOptions,
  changeNewProject,
  changeProject,
  system,
} from '../api/change/change.ts';
import { connect } from '../api/db/connect.ts';
import type { Database, Db } from '../api/db/database.ts';
import { migrate } from '../api/db/migrate.ts';
import { newId } from '../api/ids.ts';
import { readChangelog } from '../api/imports/changelog/read-changelog.ts';
import { createApiKey } from '../api/keys/api-keys.ts';
import { renderMarkdown } from '../api/notes/markdown/render-markdown.ts';
import { createProject } from '../api/projects/projects.ts';
import { publish } from '../api/releases/publishing.ts';
import { createRelease } from '../api/releases/releases.ts';
import { addSatisfactionSurvey } from '../api/surveys/default-survey.ts';
import { projectCreate } from '../contract/projects.ts';
import { type ReleaseCreate, releaseCreate } from '../contract/releases.ts';

/** A project with the default survey. */
export interface EmptyProject {
  projectId: string;
  publicKey: string;
  /** An API key with the scope `admin`. */
  apiKey: string;
  surveyId: string;
}

/** A project of realistic size: 200 live releases, each with its survey. */
export interface BenchProject extends EmptyProject {
  /** Newest first. */
  releaseIds: string[];
}

const slug = 'bench';
const releaseCount = 200;
/** Real changelogs that every installation has. */
const changelogs = ['@codemirror/view', 'nodemailer'].map(
  (name) => new URL(`../node_modules/${name}/CHANGELOG.md`, import.meta.url),
);

/** The path of the project in the members' API. */
export const projectPath = `/api/projects/${slug}`;

/** Creates the project in a new database, by the same rules as the server. */
export async function createBenchProject(databaseUrl: string): Promise<BenchProject> {
  return withDatabase(databaseUrl, async (database) => {
    await migrate(database);
    return database.writer.transaction().execute(createProjectWithReleases);
  });
}

/** Opens a database, runs an action on it and closes it. */
export async function withDatabase<Result>(
  url: string,
  action: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = connect(url);
  try {
    return await action(database);
  } finally {
    await database.close();
  }
}

/** Throws an Error unless every answer of a database is in the tallies and none is held back. */
export async function expectAllCounted(databaseUrl: string): Promise<void> {
  await withDatabase(databaseUrl, async ({ reader }) => {
    const { rows } = await sql`select
        (select count(*) from response) as answers,
        (select count(*) from network_rater) as raters,
        (select sum(count) from tally_total where dimension = 'all') as counted
    `.execute(reader);
    const [row] = rows as [Record<string, unknown>];
    const { answers, raters, counted } = row;
    if (Number(answers) > 0 && raters === answers && String(counted) === String(answers)) return;
    throw new Error(`Not every answer is counted: ${JSON.stringify(row)}`);
  });
}

/** Adds a project without releases, by the same rules as the server. */
export async function addProject(trx: Db, slug: string): Promise<EmptyProject> {
  const projectId = newId();
  const publicKey = `pk_${projectId.replaceAll('-', '')}`;
  const input = projectCreate.parse({ name: slug, slug, url: 'https://example.com' });
  return changeNewProject(trx, changeOptionsFor(projectId), async (change) => {
    await createProject(change, input, { publicKey });
    const surveyId = await addSatisfactionSurvey(change);
    const key = { name: 'Bench', scope: 'admin', expiresAt: null } as const;
    const { key: apiKey } = await createApiKey(change, key);
    return { projectId, publicKey, apiKey, surveyId };
  });
}

async function createProjectWithReleases(trx: Db): Promise<BenchProject> {
  const project = await addProject(trx, slug);
  const { projectId, surveyId } = project;
  return changeProject(trx, changeOptionsFor(projectId), async (change) => {
    const releaseIds: string[] = [];
    for (const input of realReleases()) {
      const rendered = input.notes.map((note) => renderMarkdown(note.body));
      const { id } = await createRelease(change, { input, rendered, surveyId });
      await publish(change, { releaseId: id });
      releaseIds.push(id);
    }
    return { ...project, releaseIds };
  });
}

function changeOptionsFor(projectId: string): ChangeOptions {
  return { ...system, projectId, now: new Date(), newId };
}

/** Returns the newest releases of two changelogs, newest first: one has long texts, one short. */
function realReleases(): ReleaseCreate[] {
  const parsed = changelogs.flatMap((url) => {
    const { releases } = readChangelog(readFileSync(url, 'utf8'));
    return releases.slice(0, releaseCount / changelogs.length);
  });
  parsed.sort((a, b) => ((a.displayDate ?? '') < (b.displayDate ?? '') ? 1 : -1));
  return parsed.map(({ version, displayDate, entries }, index) => {
    const notes = entries.map(({ kind, body }) => ({ kind, title: '', body }));
    // Both changelogs may have the same version.
    return releaseCreate.parse({ version: `${version} (${index})`, displayDate, notes });
  });
}

import { readFileSync } from 'node:fs';
import { connect, type Database, type Db } from '../api/db/connect.ts';
import { migrate } from '../api/db/migrate.ts';
import { newId } from '../api/ids.ts';
import { readChangelog } from '../api/imports/changelog/read-changelog.ts';
import { createApiKey } from '../api/members/api-keys.ts';
import { createProject } from '../api/projects/projects.ts';
import { renderMarkdown } from '../api/releases/markdown/render.ts';
import { publish } from '../api/releases/publishing.ts';
import { createRelease } from '../api/releases/releases.ts';
import { addSatisfactionSurvey } from '../api/surveys/default-survey.ts';
import { projectCreate } from '../contract/projects.ts';
import { releaseCreate } from '../contract/releases.ts';

/** A project as visitors and members meet it: 200 live releases, each with its survey. */
export interface World {
  projectId: string;
  publicKey: string;
  /** Of scope `admin`. */
  apiKey: string;
  surveyId: string;
  /** Newest first. */
  releaseIds: string[];
}

const slug = 'bench';
const releases = 200;
/** Real changelogs that are in every clone. */
const changelogs = ['@codemirror/view', 'nodemailer'].map(
  (name) => new URL(`../node_modules/${name}/CHANGELOG.md`, import.meta.url),
);

/** Where members find the project. */
export const projectPath = `/api/projects/${slug}`;

/** Makes the world in a new database, by the rules that the server itself goes by. */
export async function makeWorld(databaseUrl: string): Promise<World> {
  return inDatabase(databaseUrl, async (database) => {
    await migrate(database);
    return database.writer.transaction().execute((trx) => fill(trx, database.dialect));
  });
}

/** Opens a database for a moment. */
export async function inDatabase<Result>(
  url: string,
  act: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = connect(url);
  try {
    return await act(database);
  } finally {
    await database.close();
  }
}

async function fill(trx: Db, dialect: Database['dialect']): Promise<World> {
  const now = new Date();
  const [projectId, surveyId] = [newId(), newId()];
  const publicKey = `pk_${projectId.replaceAll('-', '')}`;
  const by = { projectId, actor: 'system' };
  const project = projectCreate.parse({ name: 'Bench', slug, url: 'https://example.com' });
  await createProject(trx, project, { id: projectId, publicKey, actor: 'system' }, now);
  await addSatisfactionSurvey(trx, { projectId, id: surveyId, now });
  const key = { name: 'Bench', scope: 'admin', expiresAt: null, id: newId() } as const;
  const { key: apiKey } = await createApiKey(trx, { ...key, ...by }, now);
  const releaseIds: string[] = [];
  for (const draft of realReleases()) {
    const rendered = draft.notes.map((note) => renderMarkdown(note.body));
    const act = { ...by, dialect, randomId: newId };
    const { id } = await createRelease(trx, { ...act, input: draft, rendered, surveyId }, now);
    await publish(trx, { ...act, releaseId: id }, now);
    releaseIds.push(id);
  }
  return { projectId, publicKey, apiKey, surveyId, releaseIds };
}

function realReleases() {
  const found = changelogs.flatMap((url) => readChangelog(readFileSync(url, 'utf8')).releases);
  return found.slice(0, releases).map(({ version, displayDate, entries }, index) => {
    const notes = entries.map(({ kind, body }) => ({ kind, title: '', body }));
    // Two changelogs may have the same version.
    return releaseCreate.parse({ version: `${version} (${index})`, displayDate, notes });
  });
}

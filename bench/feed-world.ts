import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Database, type Db } from '../api/db/connect.ts';
import { migrate } from '../api/db/migrate.ts';
import { newId } from '../api/ids.ts';
import { readChangelog } from '../api/imports/changelog/read-changelog.ts';
import { createProject } from '../api/projects/projects.ts';
import { renderMarkdown } from '../api/releases/markdown/render.ts';
import { publish } from '../api/releases/publishing.ts';
import { createRelease } from '../api/releases/releases.ts';
import { addSatisfactionSurvey } from '../api/surveys/default-survey.ts';
import { projectCreate } from '../contract/projects.ts';
import { releaseCreate } from '../contract/releases.ts';
import type { TokenAlgorithm } from '../contract/vocabulary.ts';

const releases = 200;
const visitors = 10_000;
/** A real changelog that is in every clone. */
const changelog = new URL('../node_modules/@codemirror/view/CHANGELOG.md', import.meta.url);

/** A project as a feed meets it: 200 live releases, 10,000 visitors with a token of each kind. */
export interface FeedWorld {
  projectId: string;
  publicKey: string;
  tokens: Record<TokenAlgorithm, string[]>;
}

export async function makeFeedWorld(databaseUrl: string): Promise<FeedWorld> {
  const database = connect(databaseUrl);
  await migrate(database);
  const projectId = newId();
  const publicKey = `pk_${projectId.replaceAll('-', '')}`;
  const world = await database.writer.transaction().execute(async (trx) => {
    await addProject(trx, projectId, publicKey);
    await addReleases(trx, projectId, database.dialect);
    await addVisitors(trx, projectId);
    return { projectId, publicKey, tokens: await addTokens(trx, projectId) };
  });
  await database.close();
  return world;
}

async function addProject(trx: Db, id: string, publicKey: string): Promise<void> {
  const input = projectCreate.parse({ name: 'Bench', slug: 'bench', url: 'https://example.com' });
  await createProject(trx, input, { id, publicKey, actor: 'system' }, new Date());
  await addSatisfactionSurvey(trx, { projectId: id, id: newId(), now: new Date() });
}

async function addReleases(trx: Db, projectId: string, dialect: Database['dialect']) {
  const { survey_id: surveyId } = await trx
    .selectFrom('survey_version')
    .select('survey_id')
    .executeTakeFirstOrThrow();
  const act = { projectId, dialect, actor: 'system', randomId: newId, surveyId };
  const real = readChangelog(readFileSync(changelog, 'utf8')).releases.slice(0, releases);
  for (const { version, displayDate, entries } of real) {
    const notes = entries.map(({ kind, body }) => ({ kind, title: '', body }));
    const input = releaseCreate.parse({ version, displayDate, notes });
    const rendered = notes.map((note) => renderMarkdown(note.body));
    const { id } = await createRelease(trx, { ...act, input, rendered }, new Date());
    await publish(trx, { ...act, releaseId: id }, new Date());
  }
}

async function addVisitors(trx: Db, projectId: string): Promise<void> {
  const created_at = new Date().toISOString();
  for (let n = 0; n < visitors; n += 1) {
    const id = newId();
    const known = { id, pseudonym: id, bucket_key: id, subject: subject(n), account: null };
    const row = { project_id: projectId, ...known, muted: 0, seen_at: created_at, created_at };
    await trx
      .insertInto('visitor')
      .values({ ...row, muted: 0 })
      .execute();
  }
}

async function addTokens(trx: Db, projectId: string): Promise<FeedWorld['tokens']> {
  const secret = randomBytes(32);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const materials = {
    EdDSA: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    HS256: secret.toString('base64url'),
  };
  for (const algorithm of ['EdDSA', 'HS256'] as const) {
    const row = { project_id: projectId, id: newId(), algorithm, material: materials[algorithm] };
    const created_at = new Date().toISOString();
    await trx
      .insertInto('token_key')
      .values({ ...row, created_at, retired_at: null })
      .execute();
  }
  const exp = Math.floor(Date.now() / 1000) + 12 * 3600;
  const mint = (alg: TokenAlgorithm, signed: (content: string) => Buffer) =>
    Array.from({ length: visitors }, (_, n) => {
      const claims = { sub: subject(n), aud: projectId, exp, traits: { plan: 'pro' } };
      const content = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
      return `${content}.${signed(content).toString('base64url')}`;
    });
  return {
    EdDSA: mint('EdDSA', (content) => sign(null, Buffer.from(content), privateKey)),
    HS256: mint('HS256', (content) => createHmac('sha256', secret).update(content).digest()),
  };
}

function subject(n: number): string {
  return `user-${n}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

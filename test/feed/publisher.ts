import { createHmac, randomBytes } from 'node:crypto';
import { type Change, changeNewProject, system } from '../../api/change/change.ts';
import { transact } from '../../api/db/transact.ts';
import { createProject, editProject } from '../../api/projects/projects.ts';
import { publish, rollBack, schedule } from '../../api/releases/publishing.ts';
import { createRelease, editRelease } from '../../api/releases/releases.ts';
import { addSatisfactionSurvey } from '../../api/surveys/default-survey.ts';
import { surveyForRelease } from '../../api/surveys/surveys.ts';
import type { FeedRelease } from '../../contract/feed.ts';
import { type Feed, feed } from '../../contract/feed.ts';
import type { ProjectCreate } from '../../contract/projects.ts';
import { projectCreate } from '../../contract/projects.ts';
import { type Release, type ReleaseCreate, releaseCreate } from '../../contract/releases.ts';
import type { TestApi } from '../support/api.ts';
import { runChange } from '../support/projects.ts';

/** A project of a test and what its publisher does with it, by the rules that the routes call. */
export interface Publisher {
  projectId: string;
  publicKey: string;
  draft(version: string, fields?: Partial<ReleaseCreate>): Promise<Release>;
  publish(version: string, fields?: Partial<ReleaseCreate>): Promise<Release>;
  publishDraft(draft: Release): Promise<Release>;
  schedule(version: string, at: string, fields?: Partial<ReleaseCreate>): Promise<Release>;
  edit(release: Release, edit: Partial<ReleaseCreate>): Promise<void>;
  rollBack(release: Release): Promise<void>;
  change(settings: Partial<ProjectCreate>): Promise<void>;
  /** Makes an HS256 key; gives the way to sign claims with it. */
  addTokenKey(): Promise<{ id: string; sign(claims: Record<string, unknown>): string }>;
  retireTokenKey(id: string): Promise<void>;
  /** Claims that are good for an hour. */
  claims(subject: string): Record<string, unknown>;
}

let projectCount = 0;

export async function createPublisher(
  api: TestApi,
  settings: Partial<ProjectCreate> = {},
): Promise<Publisher> {
  const { deps, clock } = api;
  const projectId = deps.randomId();
  projectCount += 1;
  const publicKey = `pk_${projectId.replaceAll('-', '')}`;
  const input = projectCreate.parse({ name: 'Acme', slug: `acme-${projectCount}`, ...settings });
  const write = <Result>(act: (change: Change) => Promise<Result>) =>
    runChange(api, projectId, act);

  const create = async (change: Change) => {
    await createProject(change, input, { publicKey });
    await addSatisfactionSurvey(change);
  };
  const options = { ...system, projectId, now: clock(), newId: deps.randomId };
  await transact(deps, (trx) => changeNewProject(trx, options, create));

  const draft: Publisher['draft'] = (version, fields = {}) =>
    write(async (change) => {
      const releaseInput = releaseCreate.parse({ version, ...fields });
      const rendered = releaseInput.notes.map((note) => `<p>${note.body}</p>`);
      const surveyId = await surveyForRelease(change.trx, projectId);
      return createRelease(change, { input: releaseInput, rendered, surveyId });
    });
  const publishDraft = ({ id }: Release) => write((change) => publish(change, { releaseId: id }));

  return {
    projectId,
    publicKey,
    draft,
    publishDraft,
    publish: async (version, fields) => publishDraft(await draft(version, fields)),
    async schedule(version, at, fields) {
      const { id } = await draft(version, fields);
      const publishAt = new Date(at);
      return write((change) => schedule(change, { releaseId: id, publishAt }));
    },
    async edit({ id }, edit) {
      const rendered = (edit.notes ?? []).map((note) => `<p>${note.body}</p>`);
      const editOptions = { releaseId: id, expected: '*', edit, rendered } as const;
      await write((change) => editRelease(change, editOptions));
    },
    async rollBack({ id }) {
      await write((change) => rollBack(change, { releaseId: id, reason: 'It hurts.' }));
    },
    async change(edit) {
      await write((change) => editProject(change, { edit, expected: '*' }));
    },
    async addTokenKey() {
      const secret = randomBytes(32).toString('base64url');
      const id = deps.randomId();
      const row = { project_id: projectId, id, algorithm: 'HS256', retired_at: null } as const;
      await write(async ({ trx, raiseRevision }) => {
        const created_at = clock().toISOString();
        await trx
          .insertInto('token_key')
          .values({ ...row, material: secret, created_at })
          .execute();
        raiseRevision();
      });
      return { id, sign: (claims) => signHs256(claims, secret) };
    },
    async retireTokenKey(id) {
      await write(async ({ trx, raiseRevision }) => {
        const retired_at = clock().toISOString();
        await trx.updateTable('token_key').set({ retired_at }).where('id', '=', id).execute();
        raiseRevision();
      });
    },
    claims: (sub) => ({ sub, aud: projectId, exp: clock().getTime() / 1000 + 3600 }),
  };
}

/** What a feed answers, after the contract has had a look at it. */
export async function readFeed(
  api: TestApi,
  publicKey: string,
  query: Record<string, unknown> = {},
): Promise<Feed> {
  const reply = await api.post('/v1/feed', { project: publicKey, want: 'panel', ...query });
  if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`);
  return feed.parse(await reply.json());
}

export function versionsOf({ releases }: { releases: FeedRelease[] }): string[] {
  return releases.map((release) => release.version);
}

function signHs256(claims: Record<string, unknown>, secret: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

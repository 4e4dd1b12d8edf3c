import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { newId } from '../api/ids.ts';
import { feed } from '../contract/feed.ts';
import { importReport } from '../contract/imports.ts';
import { storedResponse } from '../contract/responses.ts';
import { score } from '../contract/scores.ts';
import { onEachDatabase } from './support/databases.ts';
import { runTidings, startServer } from './support/processes.ts';

const run = promisify(execFile);
const shared = join('..', 'shared', 'data', 'changelogs');
/** Real ones: those handed to us where they are, and those that installed packages ship. */
const changelogs = [
  'keep-a-changelog.md',
  'slack-go.md',
  'sanitize-html.md',
  'posthog-js-changesets.md',
]
  .map((name) => join(shared, name))
  .filter(existsSync)
  .concat(join('node_modules', '@codemirror', 'view', 'CHANGELOG.md'));

/** `curl -s`, with the status behind the body; every deadline of the wire is ours to keep. */
async function curl(...args: string[]): Promise<{ status: number; body: unknown }> {
  const { stdout } = await run('curl', ['-s', '-m', '20', '-w', '\n%{http_code}', ...args]);
  const cut = stdout.lastIndexOf('\n');
  const text = stdout.slice(0, cut);
  return {
    status: Number(stdout.slice(cut + 1)),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

onEachDatabase('the main job, by curl and the command line', ({ open }) => {
  test('imports, publishes, reads, answers, changes the answer, scores, rolls back', async () => {
    const database = await open();
    const server = await startServer({ DATABASE_URL: database.url });
    const admin = ['key', 'create', '--project', 'tidings', '--scope', 'admin'];
    const { stdout } = await runTidings(admin, { DATABASE_URL: database.url });
    const key = stdout.trim().split('\n').at(-1) ?? '';
    const cli = { TIDINGS_URL: server.url, TIDINGS_KEY: key };
    const project = `${server.url}/api/projects/tidings`;
    const member = ['-H', `Authorization: Bearer ${key}`, '-H', 'Content-Type: application/json'];
    const visitor = ['-H', 'Content-Type: text/plain'];
    const { publicKey, id: projectId } = (await curl(...member, project)).body as Record<
      string,
      string
    >;

    for (const file of changelogs) {
      const args = ['import', file, '--project', 'tidings', '--json'];
      const dry = await runTidings([...args, '--dry-run'], cli);
      const real = await runTidings(args, cli);
      expect(real).toMatchObject({ code: 0, stderr: '' });
      const report = importReport.parse(JSON.parse(real.stdout));
      expect(report.created.releases).toBeGreaterThan(0);
      expect(JSON.parse(dry.stdout).created).toEqual(report.created);
      const again = importReport.parse(JSON.parse((await runTidings(args, cli)).stdout));
      expect(again.created).toEqual({ releases: 0, notes: 0 });
    }

    const draft = {
      version: '9.0.0',
      title: 'Faster search',
      notes: [{ kind: 'new', title: 'As you type', body: 'Results come **while you type**.' }],
    };
    const made = await curl(...member, `${project}/releases`, '-d', JSON.stringify(draft));
    expect(made.status).toBe(201);
    const { id: release } = made.body as { id: string };

    const panel = JSON.stringify({ project: publicKey, want: 'panel', locale: 'en' });
    const read = async () =>
      feed.parse((await curl(...visitor, `${server.url}/v1/feed`, '-d', panel)).body);
    const shows = async () => (await read()).releases.some(({ id }) => id === release);
    expect(await shows()).toBe(false);
    expect(
      (await curl(...member, `${project}/releases/${release}/publish`, '-d', '{}')).status,
    ).toBe(200);
    const published = Date.now();
    expect(await shows()).toBe(true);
    expect(Date.now() - published).toBeLessThan(1000);

    const shown = await read();
    const survey = shown.releases.find(({ id }) => id === release)?.survey;
    const now = new Date().toISOString();
    const answer = {
      project: publicKey,
      id: newId(),
      revision: 1,
      release,
      survey: survey?.id,
      ticket: shown.ticket,
      visitor: randomUUID(),
      state: 'complete',
      rating: 4,
      answers: { reasons: ['faster'] },
      comment: 'Much better.',
      surface: 'panel',
      createdAt: now,
      sentAt: now,
    };
    const send = (more: object) =>
      curl(...visitor, `${server.url}/v1/responses`, '-d', JSON.stringify({ ...answer, ...more }));
    expect(await send({})).toMatchObject({ status: 425, body: { code: 'too_early' } });
    await sleep(1100);
    const first = await send({});
    expect(first.status).toBe(201);
    expect(storedResponse.parse(first.body)).toMatchObject({
      id: answer.id,
      revision: 1,
      rating: 4,
    });
    const changed = await send({ revision: 2, rating: 5 });
    expect(changed).toMatchObject({ status: 201, body: { revision: 2, rating: 5 } });
    expect(await send({ revision: 2, rating: 5 })).toEqual({ status: 200, body: changed.body });
    expect(await send({})).toEqual({ status: 200, body: first.body });
    expect(await send({ rating: 1 })).toMatchObject({
      status: 409,
      body: { code: 'answer_differs' },
    });

    const { privateKey, publicKey: verifying } = generateKeyPairSync('ed25519');
    const pem = verifying.export({ type: 'spki', format: 'pem' }).toString();
    const tokenKey = JSON.stringify({ algorithm: 'EdDSA', publicKey: pem });
    expect((await curl(...member, `${project}/token-keys`, '-d', tokenKey)).status).toBe(201);
    const claims = { sub: 'ann', aud: projectId, exp: Math.floor(Date.now() / 1000) + 600 };
    const signed = ['{"alg":"EdDSA","typ":"JWT"}', JSON.stringify(claims)]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    const token = `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
    const verified = { id: newId(), visitor: undefined, token, rating: 2, answers: {} };
    expect((await send(verified)).status).toBe(201);
    const known = JSON.stringify({ project: publicKey, want: 'panel', token });
    const own = feed.parse((await curl(...visitor, `${server.url}/v1/feed`, '-d', known)).body);
    expect(own.releases.find(({ id }) => id === release)?.mine).toMatchObject({ rating: 2 });

    const figures = score.parse(
      (await curl(...member, `${project}/releases/${release}/score`)).body,
    );
    expect(figures.headline).toMatchObject({ n: 2, satisfied: 1, value: 0.5, display: 'hidden' });
    expect(figures.headline.interval?.low).toBeCloseTo(0.0945, 3);
    expect(figures.headline.interval?.high).toBeCloseTo(0.9055, 3);
    expect(figures.funnel).toEqual({ shown: 2, read: 2, answered: 2, responseRate: 1 });

    const reason = JSON.stringify({ reason: 'Search misses accents.' });
    expect(
      (await curl(...member, `${project}/releases/${release}/roll-back`, '-d', reason)).status,
    ).toBe(200);
    const rolledBack = Date.now();
    expect(await shows()).toBe(false);
    expect(Date.now() - rolledBack).toBeLessThan(1000);
    const record = (await curl(...member, `${project}/releases/${release}`)).body;
    expect(record).toMatchObject({
      state: 'rolled_back',
      rollBackReason: 'Search misses accents.',
    });
    const { data } = (await curl(...member, `${project}/releases/${release}/responses`)).body as {
      data: object[];
    };
    expect(data).toHaveLength(2);
  }, 120_000);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiKeyCreated } from '../../contract/keys.ts';
import { problem } from '../../contract/problem.ts';
import { projectCreated } from '../../contract/projects.ts';
import { withdrawalList } from '../../contract/withdrawals.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { addMember, type TestPerson } from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const dayMs = 24 * 60 * 60 * 1000;

onEachDatabase('a project that a key creates', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let ann: TestPerson;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    ann = await addMember(api, acme, 'owner');
  });

  afterEach(() => api.stop());

  let made = 0;
  const create = (by: MemberClient) => {
    made += 1;
    return by.send('POST', '/api/projects', { name: `Project ${made}`, slug: `made-${made}` });
  };
  const createKey = async (by: MemberClient, project: { id: string } = acme) => {
    const body = { name: 'Provisioning', scope: 'admin' };
    return apiKeyCreated.parse(
      await (await by.send('POST', `/api/projects/${project.id}/keys`, body)).json(),
    );
  };

  /** What is created one after the other, until `count` projects are there. */
  async function createMany(by: MemberClient, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) expect((await create(by)).status).toBe(201);
  }

  async function expectLimited(by: MemberClient): Promise<number> {
    const reply = await create(by);
    expect(problem.parse(await reply.json()).code).toBe('rate_limited');
    return Number(reply.headers.get('retry-after'));
  }

  test('comes with a key for it, shown once, with which the program works in it', async () => {
    const creator = await createKey(ann);
    const { key, ...project } = projectCreated.parse(
      await (await create(api.as(creator.key))).json(),
    );
    expect(key).toMatchObject({ scope: 'admin', createdBy: `key:${creator.id}` });
    const program = api.as(key?.key ?? '');
    const path = `/api/projects/${project.id}`;
    expect((await program.send('POST', `${path}/releases`, { version: '1.0.0' })).status).toBe(201);
    expect((await program.get(`/api/projects/${acme.id}`)).status).toBe(404);
    expect((await api.as(creator.key).get(path)).status).toBe(404);
    expect(await (await ann.get(`${path}/keys`)).text()).not.toContain(key?.key);
  });

  test('of a person comes without a key', async () => {
    expect(projectCreated.parse(await (await create(ann)).json()).key).toBeUndefined();
  });

  test('loses that key with the key that created it, unless an owner takes it over', async () => {
    for (const isKept of [false, true]) {
      const creator = await createKey(ann);
      const created = projectCreated.parse(await (await create(api.as(creator.key))).json());
      const id = created.key?.id ?? '';
      const path = `/api/projects/${acme.id}/keys/${creator.id}`;
      const anyEdition = { 'if-match': '*' };
      const dry = await ann.send('DELETE', `${path}?dryRun=1`, undefined, anyEdition);
      expect(withdrawalList.parse(await dry.json()).data).toMatchObject([
        { kind: 'key', id, project: { id: created.id, name: created.name } },
      ]);
      const query = isKept ? `?takeOver=${id}` : '';
      const reply = await ann.send('DELETE', path + query, undefined, anyEdition);
      expect(reply.status).toBe(204);
      const { status } = await api.as(created.key?.key ?? '').get(`/api/projects/${created.id}`);
      expect(status).toBe(isKept ? 200 : 401);
    }
  });

  test('is one of 20 in any 24 hours', async () => {
    const program = api.as((await createKey(ann)).key);
    await createMany(program, 1);
    api.clock.advance(dayMs / 2);
    await createMany(program, 19);
    expect(await expectLimited(program)).toBe(dayMs / 2 / 1000);
    await createMany(api.as((await createKey(ann)).key), 1);
    expect((await create(ann)).status).toBe(201);
    api.clock.advance(dayMs / 2);
    await createMany(program, 1);
    await expectLimited(program);
  }, 60_000);

  test('counts for the key that it began with, whichever key under it is used', async () => {
    const first = await createKey(ann);
    const second = await createKey(api.as(first.key));
    const created = projectCreated.parse(await (await create(api.as(second.key))).json());
    await createMany(api.as(first.key), 10);
    await createMany(api.as(created.key?.key ?? ''), 9);
    for (const text of [first.key, second.key, created.key?.key ?? '']) {
      await expectLimited(api.as(text));
    }
  }, 60_000);

  test('is counted once for all nodes', async () => {
    const other = await startApi(database.openSecond());
    const { key } = await createKey(ann);
    await createMany(api.as(key), 16);
    const nodes = [api.as(key), other.as(key)];
    const replies = await Promise.all([...nodes, ...nodes, ...nodes, ...nodes].map(create));
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 201, 429, 429, 429, 429]);
    await other.stop();
  }, 60_000);
});

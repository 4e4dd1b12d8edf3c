import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listOf } from '../../contract/fields.ts';
import { type Member, member } from '../../contract/members.ts';
import { problem } from '../../contract/problem.ts';
import { type Role, roles } from '../../contract/vocabulary.ts';
import { addressOf, createResources, listOperations } from '../http/operations.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  createPageClient,
  invite,
  type TestPerson,
  testPassword,
  tokenOf,
} from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

onEachDatabase('the members of a project', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let ann: TestPerson;
  let bob: TestPerson;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    ann = await addMember(api, acme, 'owner');
    bob = await addMember(api, acme, 'editor');
  });

  afterEach(() => api.stop());

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;
  const at = ({ id }: { id: string }) => `/api/projects/${acme.slug}/members/${id}`;
  const change = (by: TestPerson, whom: TestPerson, role: Role, ifMatch = '*') =>
    by.send('PATCH', at(whom), { role }, { 'if-match': ifMatch });
  const remove = (by: TestPerson, whom: TestPerson, ifMatch = '*') =>
    by.send('DELETE', at(whom), undefined, { 'if-match': ifMatch });
  const rolesNow = async () => {
    const rows = await database.reader
      .selectFrom('member')
      .select('role')
      .where('project_id', '=', acme.id)
      .execute();
    return rows.map(({ role }) => role).sort();
  };
  const readAll = async (path = `/api/projects/${acme.slug}/members`): Promise<Member[]> =>
    listOf(member).parse(await (await bob.get(path)).json()).data;

  test('are listed for all of them, a page at a time, and for no other project', async () => {
    await addMember(api, await createTestProject(api), 'owner');
    expect((await readAll()).map(({ id, role }) => [id, role])).toEqual([
      [ann.id, 'owner'],
      [bob.id, 'editor'],
    ]);
    const first = await bob.get(`/api/projects/${acme.slug}/members?limit=1`);
    const next = /<(.+?)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect((await readAll(next)).map(({ id }) => id)).toEqual([bob.id]);
  });

  describe('show their e-mail addresses', () => {
    const path = () => `/api/projects/${acme.slug}/members`;
    const seenBy = async (client: MemberClient) => [
      listOf(member).parse(await (await client.get(path())).json()).data[0]?.email,
      member.parse(await (await client.get(at(ann))).json()).email,
    ];

    test('to members of every role', async () => {
      for (const role of roles) {
        expect(await seenBy(await addMember(api, acme, role))).toEqual([ann.email, ann.email]);
      }
    });

    test.each([
      ['read', false],
      ['publish', false],
      ['admin', true],
    ] as const)('to a key of scope %s: %s', async (scope, isShown) => {
      const seen = isShown ? ann.email : null;
      expect(await seenBy(api.as(await acme.key(scope)))).toEqual([seen, seen]);
    });

    test('in no reply to a key of scope read', async () => {
      const things = await createResources(api, acme);
      const reader = api.as(await acme.key('read'));
      const routes = (await listOperations(api)).filter(
        ({ method, role }) => method === 'GET' && role !== undefined,
      );
      expect(routes.length).toBeGreaterThan(10);
      for (const route of routes) {
        const text = await (await reader.get(addressOf(route, things))).text();
        expect(text, route.path).not.toContain('@example.com');
      }
    });
  });

  describe('change their roles', () => {
    test('with effect at once, both ways', async () => {
      const draft = (version: string) =>
        bob.send('POST', `/api/projects/${acme.id}/releases`, { version });
      expect((await draft('1.0.0')).status).toBe(201);
      const changed = await change(ann, bob, 'viewer', '"1"');
      expect(changed.headers.get('etag')).toBe('"2"');
      expect(member.parse(await changed.json())).toMatchObject({ role: 'viewer', revision: 2 });
      const refused = await draft('1.1.0');
      expect(await refused.clone().json()).toMatchObject({
        detail: 'This requires the role editor. Yours is viewer.',
      });
      expect(await codeOf(refused)).toBe('forbidden');
      await change(ann, bob, 'editor');
      expect((await draft('1.1.0')).status).toBe(201);
    });

    test('only where nobody was faster', async () => {
      const { headers } = await ann.get(at(bob));
      expect(headers.get('etag')).toBe('"1"');
      await change(ann, bob, 'publisher');
      const late = await change(ann, bob, 'viewer', '"1"');
      expect(late.status).toBe(412);
      expect(await codeOf(await remove(ann, bob, '"1"'))).toBe('precondition_failed');
      expect(await rolesNow()).toEqual(['owner', 'publisher']);
    });

    test('and the audit log has who, whom, from what and to what', async () => {
      await change(ann, bob, 'publisher');
      await remove(ann, bob);
      const reply = await ann.get(`/api/projects/${acme.id}/audit`);
      const { data } = await reply.json();
      const note = { actor: `person:${ann.id}`, subject: `member:${bob.id}` };
      expect(data.slice(0, 2)).toMatchObject([
        { ...note, action: 'member.remove', before: { role: 'publisher' }, after: null },
        {
          ...note,
          action: 'member.edit',
          before: { role: 'editor' },
          after: { role: 'publisher' },
        },
      ]);
    });

    test('not of somebody who is no member', async () => {
      const stranger = await addMember(api, await createTestProject(api), 'owner');
      expect(await codeOf(await change(ann, stranger, 'editor'))).toBe('not_found');
      expect(await codeOf(await remove(ann, stranger))).toBe('not_found');
    });
  });

  test('who are removed find the project gone at once, and stay signed in', async () => {
    expect((await bob.get(`/api/projects/${acme.id}`)).status).toBe(200);
    expect((await remove(ann, bob)).status).toBe(204);
    expect(await codeOf(await bob.get(`/api/projects/${acme.id}`))).toBe('not_found');
    const { person, projects } = await (await bob.get('/api/session')).json();
    expect([person.id, projects]).toEqual([bob.id, []]);
  });

  describe('who were owners', () => {
    const inviting = async () => {
      await change(ann, bob, 'owner');
      const body = { role: 'owner' };
      const reply = await bob.send('POST', `/api/projects/${acme.slug}/invitations`, body);
      return tokenOf(await reply.json());
    };
    const look = (token: string) =>
      createPageClient(api).send('POST', '/api/invitation-lookups', { token });

    test.each([
      ['removed', () => remove(ann, bob)],
      ['weakened', () => change(ann, bob, 'publisher')],
    ])('come back by no invitation of their own once they are %s', async (_what, act) => {
      const [token, others] = [await inviting(), await invite(api, theirs())];
      expect((await look(token)).status).toBe(200);
      expect((await act()).ok).toBe(true);
      expect(await codeOf(await look(token))).toBe('not_found');
      expect((await look(others)).status).toBe(200);
      const { data } = await (await ann.get(`/api/projects/${acme.id}/audit`)).json();
      expect(data[0]).toMatchObject({ actor: `person:${ann.id}`, action: 'invitation.delete' });
    });

    test('have let in for good who came by one before', async () => {
      const [token, email] = [await inviting(), 'cy@example.com'];
      const acceptance = { token, email, name: 'Cy', password: testPassword };
      await createPageClient(api).send('POST', '/api/invitation-acceptances', acceptance);
      expect((await remove(ann, bob)).status).toBe(204);
      expect(await rolesNow()).toEqual(['owner', 'owner']);
    });

    const theirs = () => ({ projectId: acme.id, role: 'viewer' as const });
  });

  describe('keep an owner', () => {
    test('who can be neither removed nor weakened while they are the last', async () => {
      for (const reply of [await change(ann, ann, 'publisher'), await remove(ann, ann)]) {
        expect(reply.status).toBe(409);
        expect(await codeOf(reply)).toBe('last_owner');
      }
      expect(await rolesNow()).toEqual(['editor', 'owner']);
      expect((await change(ann, ann, 'owner')).status).toBe(200);
      await change(ann, bob, 'owner');
      expect((await remove(ann, ann)).status).toBe(204);
      expect(await rolesNow()).toEqual(['owner']);
    });

    test.each([
      ['remove one another', remove],
      ['weaken one another', (by: TestPerson, whom: TestPerson) => change(by, whom, 'viewer')],
    ])('though two owners on two nodes %s at once', async (_what, act) => {
      const other = await startApi(database.openSecond());
      for (let round = 0; round < 5; round += 1) {
        const [one, two] = [
          await addMember(api, acme, 'owner'),
          await addMember(api, acme, 'owner'),
        ];
        for (const { id } of await readAllOwners()) {
          if (id !== one.id && id !== two.id) await demote(id);
        }
        const there = { ...two, ...createPageClient(other, two.cookie) };
        const replies = await Promise.all([act(one, two), act(there, one)]);
        const said = replies.map(({ status }) => status).sort();
        // The loser was the last owner by then, or no owner any more, or no member.
        expect(said[0]).toBeLessThan(300);
        expect([403, 404, 409]).toContain(said[1]);
        expect((await rolesNow()).filter((role) => role === 'owner')).toHaveLength(1);
      }
      await other.stop();
    });

    const readAllOwners = async () => (await readAll()).filter(({ role }) => role === 'owner');
    const demote = (personId: string) =>
      database.writer
        .updateTable('member')
        .set({ role: 'viewer' })
        .where('person_id', '=', personId)
        .execute();
  });

  describe('make projects', () => {
    const make = (by: TestPerson) => by.send('POST', '/api/projects', { name: 'New', slug: 'new' });

    test('of which the maker is owner, who is owner of one already', async () => {
      const reply = await make(ann);
      expect(reply.status).toBe(201);
      const { projects } = await (await ann.get('/api/session')).json();
      expect(projects).toMatchObject([{ slug: acme.slug }, { slug: 'new', role: 'owner' }]);
    });

    test('once, however often they send it, though it comes first in their list', async () => {
      const send = () =>
        ann.send(
          'POST',
          '/api/projects',
          { name: 'AAA', slug: 'aaa' },
          { 'idempotency-key': 'one' },
        );
      const [first, again] = [await send(), await send()];
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(await again.text()).toBe(await first.text());
    });

    test('not where they own none', async () => {
      expect(await codeOf(await make(bob))).toBe('forbidden');
    });

    test('by a key, for the owners of its project', async () => {
      const reply = await api
        .as(await acme.key('admin'))
        .send('POST', '/api/projects', { name: 'New', slug: 'new' });
      expect(reply.status).toBe(201);
      const { id } = await reply.json();
      expect((await ann.get(`/api/projects/${id}`)).status).toBe(200);
      expect(await codeOf(await bob.get(`/api/projects/${id}`))).toBe('not_found');
    });
  });

  test('are found by no name that a database cannot take', async () => {
    for (const name of ['%00', '%E0%A4%A', '..%2F', `${acme.slug}%00`, 'a'.repeat(5000)]) {
      const reply = await ann.get(`/api/projects/${name}/members`);
      expect(await codeOf(reply)).toBe('not_found');
    }
  });

  test('may have another role in another project', async () => {
    const beta = await createTestProject(api);
    const token = await invite(api, { projectId: beta.id, role: 'owner' });
    const { email, password } = bob;
    await createPageClient(api).send('POST', '/api/invitation-acceptances', {
      token,
      email,
      password,
    });
    expect((await bob.get(`/api/projects/${beta.id}/keys`)).status).toBe(200);
    expect(await codeOf(await bob.get(`/api/projects/${acme.id}/keys`))).toBe('forbidden');
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listOf } from '../../contract/fields.ts';
import {
  type InvitationCreated,
  invitationCreated,
  listedInvitation,
} from '../../contract/members.ts';
import { invitationOffer } from '../../contract/people.ts';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  cookieOf,
  createPageClient,
  invite,
  readSession,
  signIn,
  type TestPerson,
  testPassword,
  tokenOf,
} from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const dayMs = 24 * 60 * 60 * 1000;
const unknownToken = 'A'.repeat(43);

onEachDatabase('an invitation', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let owner: TestPerson;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    owner = await addMember(api, acme, 'owner');
  });

  afterEach(() => api.stop());

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;
  const path = () => `/api/projects/${acme.slug}/invitations`;

  async function make(body: object = { role: 'editor' }): Promise<InvitationCreated> {
    const reply = await owner.send('POST', path(), body);
    expect(reply.status).toBe(201);
    return invitationCreated.parse(await reply.json());
  }

  const look = (token: string, by = api) =>
    createPageClient(by).send('POST', '/api/invitation-lookups', { token });

  const accept = (token: string, more: object = {}, by = api) =>
    createPageClient(by).send('POST', '/api/invitation-acceptances', {
      ...{ token, email: 'bob@example.com', name: ' Bob ', password: testPassword },
      ...more,
    });

  /** What there is of people: nothing of a refused acceptance may be left. */
  async function counts(): Promise<number[]> {
    const tables = ['person', 'person_login', 'person_session', 'member', 'audit_entry'] as const;
    const rows = tables.map((table) => database.reader.selectFrom(table).selectAll().execute());
    return (await Promise.all(rows)).map(({ length }) => length);
  }

  async function refused(
    [status, code]: [status: number, code: string],
    act: () => Promise<Response>,
  ): Promise<void> {
    const before = await counts();
    const reply = await act();
    expect(reply.headers.getSetCookie()).toEqual([]);
    expect({ status: reply.status, code: await codeOf(reply) }).toEqual({ status, code });
    expect(await counts()).toEqual(before);
  }

  test('offers a role, and lets somebody new in, who is signed in at once', async () => {
    const made = await make();
    expect(made.link).toMatch(/^http:\/\/localhost:3000\/admin\/#enter=[\w-]{43}$/);
    const offer = invitationOffer.parse(await (await look(tokenOf(made))).json());
    expect(offer).toEqual({ project: acme.name, role: 'editor', email: null });
    const reply = await accept(tokenOf(made), { email: 'Bob@Example.com' });
    const session = await readSession(reply);
    expect(session.person).toMatchObject({ name: 'Bob', email: 'bob@example.com' });
    expect(session.projects).toMatchObject([{ id: acme.id, role: 'editor' }]);
    expect(
      await readSession(await createPageClient(api, cookieOf(reply)).get('/api/session')),
    ).toEqual(session);
    const again = { email: 'bob@example.com', password: testPassword };
    expect((await signIn(api, again)).status).toBe(200);
  });

  test('is listed with what became of it, and never with its link or what is kept of it', async () => {
    const [first, second] = [await make(), await make({ role: 'viewer', email: 'Cy@Example.com' })];
    await accept(tokenOf(first));
    const text = await (await owner.get(path())).text();
    const { data } = listOf(listedInvitation).parse(JSON.parse(text));
    expect(data).toMatchObject([
      { id: second.id, email: 'cy@example.com', role: 'viewer', acceptedAt: null },
      { id: first.id, email: null, role: 'editor', acceptedAt: api.clock().toISOString() },
      { role: 'owner', acceptedAt: expect.any(String) },
    ]);
    const hashes = await database.reader.selectFrom('invitation').select('token_hash').execute();
    for (const { token_hash: hash } of hashes) expect(text).not.toContain(hash);
    for (const made of [first, second]) {
      expect(text).not.toContain(tokenOf(made));
      expect(JSON.stringify(hashes)).not.toContain(tokenOf(made));
    }
  });

  test('opens once', async () => {
    const token = tokenOf(await make());
    expect((await accept(token)).status).toBe(200);
    await refused([409, 'invitation_used'], () => look(token));
    await refused([409, 'invitation_used'], () => accept(token));
    await refused([409, 'invitation_used'], () => accept(token, { email: 'eve@example.com' }));
  });

  test('opens once, however many use it at once, on however many nodes', async () => {
    const token = tokenOf(await make());
    const other = await startApi(database.openSecond());
    const emails = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@example.com`);
    const [people = 0, , , members = 0] = await counts();
    const replies = await Promise.all(
      emails.map((email, at) => accept(token, { email }, at % 2 === 0 ? api : other)),
    );
    await other.stop();
    const said = replies.map(({ status }) => status).sort();
    expect(said).toEqual([200, 409, 409, 409, 409, 409]);
    const [peopleAfter, , , membersAfter] = await counts();
    expect([peopleAfter, membersAfter]).toEqual([people + 1, members + 1]);
  });

  test('makes one person of one address, though two invitations are used at once', async () => {
    const tokens = [tokenOf(await make()), tokenOf(await make({ role: 'viewer' }))];
    const replies = await Promise.all(tokens.map((token) => accept(token)));
    const person = await database.reader
      .selectFrom('person')
      .select('id')
      .where('email', '=', 'bob@example.com')
      .execute();
    expect(person).toHaveLength(1);
    for (const [at, reply] of replies.entries()) {
      if (reply.status === 200) continue;
      expect(await codeOf(reply)).toBe('wrong_state');
      // It was not used up by that.
      expect((await accept(tokens[at] ?? '')).status).toBe(200);
    }
  });

  test('expires after a week', async () => {
    const made = await make();
    expect(Date.parse(made.expiresAt ?? '') - api.clock().getTime()).toBe(7 * dayMs);
    api.clock.advance(7 * dayMs - 1);
    expect((await look(tokenOf(made))).status).toBe(200);
    api.clock.advance(1);
    await refused([409, 'invitation_expired'], () => look(tokenOf(made)));
    await refused([409, 'invitation_expired'], () => accept(tokenOf(made)));
  });

  test('opens nothing once it is taken back', async () => {
    const made = await make();
    const one = `${path()}/${made.id}`;
    const { headers } = await owner.get(one);
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    expect((await owner.send('DELETE', one, undefined, ifMatch)).status).toBe(204);
    await refused([404, 'not_found'], () => accept(tokenOf(made)));
    await refused([404, 'not_found'], () => owner.send('DELETE', one, undefined, ifMatch));
  });

  test('cannot be taken back once somebody has come in by it', async () => {
    const made = await make();
    await accept(tokenOf(made));
    await refused([409, 'invitation_used'], () =>
      owner.send('DELETE', `${path()}/${made.id}`, undefined, { 'if-match': '*' }),
    );
  });

  test('for one address lets nobody else in', async () => {
    const token = tokenOf(await make({ role: 'editor', email: 'Bob@Example.com' }));
    await refused([403, 'forbidden'], () => accept(token, { email: 'eve@example.com' }));
    expect((await accept(token, { email: 'BOB@example.com' })).status).toBe(200);
  });

  test('that nobody made opens nothing', async () => {
    await refused([404, 'not_found'], () => look(unknownToken));
    await refused([404, 'not_found'], () => accept(unknownToken));
  });

  test('tells nobody without one whose address is known', async () => {
    const known = { email: owner.email, password: 'another password' };
    await refused([404, 'not_found'], () => accept(unknownToken, known));
  });

  test.each([
    ['/password', { password: 'too short' }],
    ['/email', { email: 'bob' }],
    ['/name', { name: ' ' }],
    ['/name', { name: undefined }],
    ['/role', { role: 'owner' }],
  ])('asks somebody new for all that it needs, and no more: %s', async (pointer, more) => {
    const token = tokenOf(await make());
    const before = await counts();
    const reply = await accept(token, more);
    expect(reply.status).toBe(422);
    expect(problem.parse(await reply.json()).errors).toMatchObject([{ pointer }]);
    expect(await counts()).toEqual(before);
    expect((await accept(token)).status).toBe(200);
  });

  describe('for somebody who is known already', () => {
    let beta: TestProject;
    let ann: TestPerson;

    beforeEach(async () => {
      beta = await createTestProject(api, { name: 'Beta' });
      ann = await addMember(api, beta, 'viewer');
    });

    test('adds a project to theirs, by the password that they have', async () => {
      const token = tokenOf(await make());
      const wrong = { email: ann.email, password: 'another password' };
      await refused([422, 'password_wrong'], () => accept(token, wrong));
      const { person, projects } = await readSession(await accept(token, { email: ann.email }));
      expect(person.id).toBe(ann.id);
      expect(projects.map(({ id, role }) => [id, role])).toEqual([
        [acme.id, 'editor'],
        [beta.id, 'viewer'],
      ]);
    });

    test('makes their role stronger, never weaker', async () => {
      const roleAfter = async (role: 'publisher' | 'viewer') => {
        const token = await invite(api, { projectId: beta.id, role });
        return (await readSession(await accept(token, { email: ann.email }))).projects[0]?.role;
      };
      expect(await roleAfter('publisher')).toBe('publisher');
      expect(await roleAfter('viewer')).toBe('publisher');
    });
  });

  test('leaves in the audit log who did what, and no address or link', async () => {
    const made = await make({ role: 'editor', email: 'bob@example.com' });
    const { person } = await readSession(await accept(tokenOf(made)));
    const gone = await make();
    await owner.send('DELETE', `${path()}/${gone.id}`, undefined, { 'if-match': '*' });
    const text = await (await owner.get(`/api/projects/${acme.id}/audit`)).text();
    const entry = (actor: string, action: string, subject: string) => ({ actor, action, subject });
    const byOwner = `person:${owner.id}`;
    expect(JSON.parse(text).data.slice(0, 4)).toMatchObject([
      entry(byOwner, 'invitation.delete', `invitation:${gone.id}`),
      entry(byOwner, 'invitation.create', `invitation:${gone.id}`),
      {
        ...entry(`person:${person.id}`, 'member.add', `member:${person.id}`),
        after: { role: 'editor', invitation: made.id },
      },
      entry(byOwner, 'invitation.create', `invitation:${made.id}`),
    ]);
    expect(text).not.toContain('bob@example.com');
    expect(text).not.toContain(tokenOf(made));
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyAudit } from '../../api/change/verify-audit.ts';
import { listOf } from '../../contract/fields.ts';
import { type Project, project, projectCreated } from '../../contract/projects.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

onEachDatabase('a project', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let owner: MemberClient;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api, { name: 'Acme', slug: 'acme' });
    owner = api.as(await acme.key('admin'));
  });

  afterEach(() => api.stop());

  const read = async (reply: Response): Promise<Project> =>
    projectCreated.parse(await reply.json());

  describe('is made', () => {
    test('from a name and a slug, open to every origin', async () => {
      const reply = await owner.send('POST', '/api/projects', { name: 'Beta', slug: 'beta' });
      expect(reply.status).toBe(201);
      const made = await read(reply);
      expect(made).toMatchObject({ name: 'Beta', slug: 'beta', url: null, allowedOrigins: [] });
      expect(made.publicKey).toMatch(/^pk_[\w-]{22,}$/);
      expect(reply.headers.get('location')).toBe(`/api/projects/${made.id}`);
      expect(reply.headers.get('etag')).toBe('"1"');
    });

    test('with a theme', async () => {
      const theme = { accent: '#0F766E', shadow: false, spacing: 1.25, zIndex: 2_147_483_647 };
      const body = { name: 'Beta', slug: 'beta', theme };
      expect((await read(await owner.send('POST', '/api/projects', body))).theme).toEqual(theme);
    });

    test('with its satisfaction survey, and an audit log that begins with it and with its key', async () => {
      const { id } = await read(
        await owner.send('POST', '/api/projects', { name: 'Beta', slug: 'beta' }),
      );
      const surveys = database.reader.selectFrom('survey').select('name');
      expect(await surveys.where('project_id', '=', id).execute()).toEqual([
        { name: 'Satisfaction' },
      ]);
      expect(await verifyAudit(database.reader, id)).toEqual({ ok: true, entries: 2 });
    });

    test('but not under a slug that is taken', async () => {
      const reply = await owner.send('POST', '/api/projects', { name: 'Again', slug: 'acme' });
      expect(reply.status).toBe(409);
      expect(await reply.json()).toMatchObject({
        code: 'slug_taken',
        errors: [{ pointer: '/slug' }],
      });
    });

    test('once, when two ask for the same slug at once', async () => {
      const ask = () => owner.send('POST', '/api/projects', { name: 'Race', slug: 'race' });
      const statuses = (await Promise.all([ask(), ask(), ask()])).map((reply) => reply.status);
      expect(statuses.sort()).toEqual([201, 409, 409]);
    });

    test.each([
      ['an unknown field', { name: 'A', slug: 'a', colour: 'red' }, '/colour'],
      ['no name', { slug: 'a' }, '/name'],
      ['a slug with capitals', { name: 'A', slug: 'A' }, '/slug'],
      ['an address that is none', { name: 'A', slug: 'a', url: 'javascript:1' }, '/url'],
      [
        'an origin with a path',
        { name: 'A', slug: 'a', allowedOrigins: ['https://a.example', 'https://a.example/x'] },
        '/allowedOrigins/1',
      ],
    ])('but not from %s', async (_what, body, pointer) => {
      const reply = await owner.send('POST', '/api/projects', body);
      expect(reply.status).toBe(422);
      expect(await reply.json()).toMatchObject({ code: 'invalid_body', errors: [{ pointer }] });
      expect(await database.reader.selectFrom('project').select('slug').execute()).toEqual([
        { slug: 'acme' },
      ]);
    });
  });

  describe('is read', () => {
    test('by its slug and by its id, with the same ETag', async () => {
      const viewer = api.as(await acme.key('read'));
      for (const name of [acme.slug, acme.id]) {
        const reply = await viewer.get(`/api/projects/${name}`);
        expect(reply.headers.get('etag')).toBe('"1"');
        expect((await read(reply)).id).toBe(acme.id);
      }
    });

    test('in a list of those that the key opens, and no others', async () => {
      await createTestProject(api);
      const reply = await api.as(await acme.key('read')).get('/api/projects');
      const { data } = listOf(project).parse(await reply.json());
      expect(data.map(({ id }) => id)).toEqual([acme.id]);
    });
  });

  describe('is changed', () => {
    const patch = (edit: unknown, ifMatch = '"1"') =>
      owner.send('PATCH', `/api/projects/${acme.id}`, edit, { 'if-match': ifMatch });

    test('in its theme, as a whole, with a record, and visitors’ pages hear of it', async () => {
      expect((await read(await owner.get('/api/projects/acme'))).theme).toEqual({});
      const first = { accent: '#0f766e', radius: 8, dark: { accent: '#4fd1c1' } };
      const edited = await read(await patch({ theme: first }));
      expect(edited).toMatchObject({ theme: first, revision: acme.revision + 1 });
      const second = { font: '"Inter", sans-serif', corner: 'top-start' };
      expect((await read(await patch({ theme: second }, '"2"'))).theme).toEqual(second);
      const { data } = await (await owner.get(`/api/projects/${acme.id}/audit?limit=1`)).json();
      expect(data[0]).toMatchObject({ before: { theme: first }, after: { theme: second } });
    });

    test.each([
      ['a colour that is none', { accent: 'red' }, '/theme/accent'],
      ['a colour with a rule behind it', { text: '#000000;}' }, '/theme/text'],
      ['a rule in the font', { font: 'x; } * { color: red' }, '/theme/font'],
      ['an address in the font', { font: 'url(https://a.example)' }, '/theme/font'],
      ['an open quotation mark', { font: '"Inter, serif' }, '/theme/font'],
      ['a font without a name', { font: 'Inter, , serif' }, '/theme/font'],
      ['a radius without bounds', { radius: 33 }, '/theme/radius'],
      ['a corner that is none', { corner: 'middle' }, '/theme/corner'],
      ['a token that we have not', { dark: { radius: 3 } }, '/theme/dark/radius'],
    ])('not to a theme with %s', async (_what, theme, pointer) => {
      const reply = await patch({ theme });
      expect(reply.status).toBe(422);
      expect(await reply.json()).toMatchObject({ errors: [{ pointer }] });
    });

    test('in the fields given, and visitors’ pages hear of it', async () => {
      const reply = await patch({ name: 'Acme 2', requireVerified: true });
      expect(reply.status).toBe(200);
      expect(reply.headers.get('etag')).toBe('"2"');
      const edited = await read(reply);
      expect(edited).toMatchObject({ name: 'Acme 2', requireVerified: true, slug: 'acme' });
      expect(edited.revision).toBe(acme.revision + 1);
    });

    test('with a record of what it was', async () => {
      await patch({ name: 'Acme 2' });
      const { data } = await (await owner.get(`/api/projects/${acme.id}/audit?limit=1`)).json();
      expect(data[0]).toMatchObject({
        action: 'project.edit',
        before: { name: 'Acme' },
        after: { name: 'Acme 2' },
      });
    });

    test('only by whoever knows its present edition', async () => {
      expect((await patch({ name: 'First' })).status).toBe(200);
      const late = await patch({ name: 'Second' });
      expect(late.status).toBe(412);
      expect(await late.json()).toMatchObject({ code: 'precondition_failed' });
      expect((await patch({ name: 'Third' }, '*')).status).toBe(200);
    });

    test('by one of two at once', async () => {
      const replies = await Promise.all([patch({ name: 'One' }), patch({ name: 'Two' })]);
      expect(replies.map((reply) => reply.status).sort()).toEqual([200, 412]);
    });

    test('not without If-Match', async () => {
      const reply = await owner.send('PATCH', `/api/projects/${acme.id}`, { name: 'Blind' });
      expect(reply.status).toBe(428);
      expect(await reply.json()).toMatchObject({ code: 'precondition_required' });
    });

    test('not to a slug that is taken, nor to fields that it has not', async () => {
      await createTestProject(api, { slug: 'beta' });
      const taken = await patch({ slug: 'beta', name: 'Half' });
      expect(taken.status).toBe(409);
      expect(await taken.json()).toMatchObject({ errors: [{ pointer: '/slug' }] });
      expect((await patch({ id: acme.id })).status).toBe(422);
      expect(await read(await owner.get('/api/projects/acme'))).toMatchObject({ name: 'Acme' });
    });
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  type ReleaseClient,
  readHistory,
  readProblem,
  revisionOf,
  startReleaseClient,
} from './release-client.ts';

const nowhere = '01890000-0000-7000-8000-000000000000';
const ifMatch = (revision: number | string) => ({
  'if-match': revision === '*' ? '*' : `"${revision}"`,
});

onEachDatabase('what is written in a release', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    return () => desk.api.stop();
  });

  describe('when it is written', () => {
    test('is a draft with its notes, rendered, in one request', async () => {
      const notes = [
        { kind: 'new', title: 'Dark mode', body: 'At *last*.' },
        { kind: 'fixed', title: '', body: '[the guide](guide.html)' },
        { kind: 'removed', title: 'Flash' },
      ];
      const reply = await desk.send('POST', '/releases', { version: '2.0', notes });
      expect(reply.status).toBe(201);
      expect(reply.headers.get('etag')).toBe('"1"');
      const made = await reply.json();
      expect(reply.headers.get('location')).toContain(`/releases/${made.id}`);
      expect(made).toMatchObject({ version: '2.0', title: '', state: 'draft', revision: 1 });
      expect(made).toMatchObject({ publishedAt: null, displayDate: null, imported: false });
      expect(made.notes.map((note: { html: string }) => note.html.trim())).toEqual([
        '<p>At <em>last</em>.</p>',
        expect.stringContaining('href="https://acme.example/docs/guide.html"'),
        '',
      ]);
      expect(await desk.read(made.id)).toEqual(made);
    });

    test('carries the survey of its project', async () => {
      const { id } = await desk.draft('2.0');
      const surveys = await database.reader.selectFrom('survey').select('id').execute();
      const row = await database.reader
        .selectFrom('release')
        .select('survey_id')
        .where('id', '=', id)
        .executeTakeFirst();
      expect(row?.survey_id).toBe(surveys[0]?.id);
    });

    test('is in the audit log, and no visitor could notice it', async () => {
      const before = await revisionOf(database, desk.project.id);
      const { id } = await desk.draft('2.0', { title: 'Spring' });
      const { entries } = await readHistory(database, desk.project.id);
      expect(entries).toMatchObject([
        { actor: expect.stringMatching(/^key:/), action: 'release.create', before: null },
      ]);
      expect(entries[0]?.subject).toBe(`release:${id}`);
      expect(entries[0]?.after).toMatchObject({
        version: '2.0',
        title: 'Spring',
      });
      expect(await revisionOf(database, desk.project.id)).toBe(before);
    });

    test('sent again with its Idempotency-Key is the same release', async () => {
      const key = { 'idempotency-key': 'from-ci-17' };
      const first = await (await desk.send('POST', '/releases', { version: '2.0' }, key)).json();
      const again = await (await desk.send('POST', '/releases', { version: '2.0' }, key)).json();
      expect(again).toEqual(first);
    });

    test('has a version of its own', async () => {
      await desk.draft('2.0');
      expect(await readProblem(desk.send('POST', '/releases', { version: '2.0' }))).toEqual({
        status: 409,
        code: 'version_taken',
        pointers: ['/version'],
      });
    });

    test.each([
      { what: 'no version', body: {}, pointer: '/version' },
      { what: 'an empty version', body: { version: ' ' }, pointer: '/version' },
      { what: 'an unknown key', body: { version: '2', state: 'live' }, pointer: '/state' },
      {
        what: 'no date',
        body: { version: '2', displayDate: '2026-02-30' },
        pointer: '/displayDate',
      },
      {
        what: 'an unknown kind',
        body: { version: '2', notes: [{ kind: 'great', title: 'x' }] },
        pointer: '/notes/0/kind',
      },
      {
        what: 'an empty note',
        body: { version: '2', notes: [{ kind: 'new', title: '' }] },
        pointer: '/notes/0/title',
      },
      {
        what: 'the id of a note that it has not',
        body: { version: '2', notes: [{ kind: 'new', title: 'x', id: nowhere }] },
        pointer: '/notes/0/id',
      },
    ])('is refused with $what, and nothing is kept', async ({ body, pointer }) => {
      expect(await readProblem(desk.send('POST', '/releases', body))).toEqual({
        status: 422,
        code: 'invalid_body',
        pointers: [pointer],
      });
      expect(await database.reader.selectFrom('release').select('id').execute()).toEqual([]);
    });

    test('is refused with more than 64 kB of Markdown in a note', async () => {
      const fits = { kind: 'new', title: '', body: 'x'.repeat(64 * 1024) };
      const umlauts = { kind: 'new', title: '', body: 'ü'.repeat(32 * 1024 + 1) };
      await desk.draft('2.0', { notes: [fits] });
      const notes = [{ kind: 'new', title: 'Fine' }, fits, umlauts];
      expect(await readProblem(desk.send('POST', '/releases', { version: '2.1', notes }))).toEqual({
        status: 422,
        code: 'markdown_too_large',
        pointers: ['/notes/2/body'],
      });
    });
  });

  describe('when it is edited', () => {
    test('changes in what is given, and keeps what it said', async () => {
      const made = await desk.draft('2.0', { title: 'Spring', displayDate: '2026-05-01' });
      const edit = { title: 'Summer', expiresAt: '2027-01-01T00:00:00Z' };
      const reply = await desk.send('PATCH', `/releases/${made.id}`, edit, ifMatch(1));
      expect(reply.headers.get('etag')).toBe('"2"');
      expect(await reply.json()).toEqual({
        ...made,
        title: 'Summer',
        expiresAt: '2027-01-01T00:00:00.000Z',
        revision: 2,
      });
      const kept = await database.reader.selectFrom('release_revision').selectAll().execute();
      expect(kept).toMatchObject([{ release_id: made.id, n: 1 }]);
      expect(JSON.parse(kept[0]?.before ?? '')).toMatchObject({ title: 'Spring' });
    });

    test('keeps the ids of notes that stay, and their order is that of the edit', async () => {
      const [one, two, three] = ['one', 'two', 'three'].map((title) => ({ kind: 'new', title }));
      const made = await desk.draft('2.0', { notes: [one, two, three] });
      const [first, , last] = made.notes;
      const edited = await desk.edit(made.id, {
        notes: [
          { id: last?.id, kind: 'new', title: 'three' },
          { kind: 'fixed', title: 'four' },
          { id: first?.id, kind: 'improved', title: 'one', body: '*better*' },
        ],
      });
      expect(edited.notes.map(({ title }) => title)).toEqual(['three', 'four', 'one']);
      expect(edited.notes[0]).toEqual(last);
      expect(edited.notes[2]).toMatchObject({ id: first?.id, kind: 'improved' });
      expect(edited.notes[2]?.html).toContain('<em>better</em>');
      expect(made.notes.map(({ id }) => id)).not.toContain(edited.notes[1]?.id);
      expect(await desk.read(made.id)).toEqual(edited);
    });

    test('does not render again what was not changed', async () => {
      const notes = [{ kind: 'new', title: '', body: '*same*' }];
      const made = await desk.draft('2.0', { notes });
      await database.writer.updateTable('note').set({ html: 'as it was' }).execute();
      const [note] = made.notes;
      const { notes: after } = await desk.edit(made.id, {
        notes: [
          { id: note?.id, kind: 'fixed', title: '', body: '*same*' },
          { kind: 'new', title: '', body: '*other*' },
        ],
      });
      expect(after[0]).toMatchObject({ kind: 'fixed', html: 'as it was' });
      expect(after[1]?.html).toContain('<em>other</em>');
    });

    test('refuses the id of another release’s note, and one that comes twice', async () => {
      const note = { kind: 'new', title: 'x' };
      const other = await desk.draft('1.0', { notes: [note] });
      const made = await desk.draft('2.0', { notes: [note] });
      const patch = (...ids: (string | undefined)[]) =>
        readProblem(
          desk.send(
            'PATCH',
            `/releases/${made.id}`,
            { notes: ids.map((id) => ({ ...note, id })) },
            ifMatch('*'),
          ),
        );
      const own = made.notes[0]?.id;
      expect(await patch(other.notes[0]?.id)).toMatchObject({ pointers: ['/notes/0/id'] });
      expect(await patch(own, own)).toMatchObject({ pointers: ['/notes/1/id'] });
      expect(await desk.read(made.id)).toEqual(made);
    });

    test('needs If-Match, and refuses an edition that is gone', async () => {
      const { id } = await desk.draft('2.0');
      const patch = (headers?: Record<string, string>) =>
        desk.send('PATCH', `/releases/${id}`, { title: 'x' }, headers);
      expect(await readProblem(patch())).toMatchObject({
        status: 428,
        code: 'precondition_required',
      });
      expect((await patch(ifMatch(1))).status).toBe(200);
      expect(await readProblem(patch(ifMatch(1)))).toMatchObject({
        status: 412,
        code: 'precondition_failed',
      });
    });

    test('of two editors with the same edition, one wins', async () => {
      const { id } = await desk.draft('2.0');
      const titles = ['a', 'b', 'c', 'd'];
      const replies = await Promise.all(
        titles.map((title) => desk.send('PATCH', `/releases/${id}`, { title }, ifMatch(1))),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
      const winner = titles[replies.findIndex(({ status }) => status === 200)];
      expect(await desk.read(id)).toMatchObject({ title: winner, revision: 2 });
    });

    test('cannot take the version of another one', async () => {
      await desk.draft('1.0');
      const made = await desk.draft('2.0');
      const edit = { version: '1.0', title: 'x' };
      expect(
        await readProblem(desk.send('PATCH', `/releases/${made.id}`, edit, ifMatch('*'))),
      ).toMatchObject({ status: 409, code: 'version_taken', pointers: ['/version'] });
      expect(await desk.read(made.id)).toEqual(made);
    });

    test('once live, is noticed by visitors and stays published when it was', async () => {
      const { id } = await desk.draft('2.0');
      const published = await desk.publish(id);
      const before = await revisionOf(database, desk.project.id);
      desk.api.clock.advance(60_000);
      const edited = await desk.edit(id, { title: 'Better', displayDate: '2026-01-01' });
      expect(edited.publishedAt).toBe(published.publishedAt);
      expect(await revisionOf(database, desk.project.id)).toBe(before + 1);
      const { entries } = await readHistory(database, desk.project.id);
      expect(entries.at(-1)).toMatchObject({
        action: 'release.edit',
        before: { title: '', displayDate: '2026-06-01' },
        after: { title: 'Better', displayDate: '2026-01-01' },
      });
    });
  });

  describe('when it is deleted', () => {
    test('is gone with its notes, and the audit log keeps what it said', async () => {
      const { id } = await desk.draft('2.0', { notes: [{ kind: 'new', title: 'x' }] });
      await desk.edit(id, { title: 'Spring' });
      const reply = await desk.send('DELETE', `/releases/${id}`, undefined, ifMatch(2));
      expect(reply.status).toBe(204);
      expect(await readProblem(desk.send('GET', `/releases/${id}`))).toMatchObject({ status: 404 });
      expect(await database.reader.selectFrom('note').select('id').execute()).toEqual([]);
      const { entries } = await readHistory(database, desk.project.id);
      expect(entries.at(-1)).toMatchObject({
        action: 'release.delete',
        before: { state: 'draft', title: 'Spring' },
      });
    });

    test('needs If-Match with the edition of now', async () => {
      const { id } = await desk.draft('2.0');
      const remove = (headers?: Record<string, string>) =>
        readProblem(desk.send('DELETE', `/releases/${id}`, undefined, headers));
      expect(await remove()).toMatchObject({ code: 'precondition_required' });
      expect(await remove(ifMatch(7))).toMatchObject({ code: 'precondition_failed' });
      expect(await desk.read(id)).toMatchObject({ version: '2.0' });
    });

    test('must not have been live: then it is rolled back', async () => {
      const { id } = await desk.draft('2.0');
      await desk.publish(id);
      expect(
        await readProblem(desk.send('DELETE', `/releases/${id}`, undefined, ifMatch('*'))),
      ).toMatchObject({ status: 409, code: 'wrong_state' });
      expect(await desk.read(id)).toMatchObject({ state: 'live' });
    });
  });
});

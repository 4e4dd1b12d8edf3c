import { afterEach, beforeEach, expect, test } from 'vitest';
import { auditActor, type NamedAuditEntry, namedAuditEntry } from '../../contract/audit.ts';
import { listOf } from '../../contract/fields.ts';
import {
  bodyOf,
  type ReleaseClient,
  readProblem,
  startReleaseClient,
} from '../releases/release-client.ts';
import { onEachDatabase } from '../support/databases.ts';
import { addMember, type TestPerson } from '../support/people.ts';
import { createTestProject } from '../support/projects.ts';

onEachDatabase('an entry of the audit log', ({ open }) => {
  let desk: ReleaseClient;
  let ann: TestPerson;
  const path = () => `/api/projects/${desk.project.slug}`;

  beforeEach(async () => {
    desk = await startReleaseClient(await open());
    ann = await addMember(desk.api, desk.project, 'owner');
  });

  afterEach(() => desk.api.stop());

  const list = async (query = ''): Promise<NamedAuditEntry[]> =>
    (await bodyOf(desk.as.read('GET', `/audit?limit=100${query}`), listOf(namedAuditEntry))).data;
  const newest = async (query = '') => (await list(query))[0];
  const write = async (method: string, place: string, body?: unknown) => {
    const reply = await ann.send(method, path() + place, body, { 'if-match': '*' });
    expect(reply.status).toBeLessThan(300);
    return reply.status === 204 ? undefined : reply.json();
  };

  test('says who by name, and what by version', async () => {
    const { id } = await write('POST', '/releases', { version: '2.0' });
    expect(await newest()).toMatchObject({
      actor: `person:${ann.id}`,
      actorName: expect.stringMatching(/^Person \d+$/),
      action: 'release.create',
      subject: `release:${id}`,
      subjectName: '2.0',
    });
    await write('PATCH', `/releases/${id}`, { version: '2.1' });
    expect((await list('&action=release')).map(({ subjectName }) => subjectName)).toEqual([
      '2.1',
      '2.1',
    ]);
  });

  test('remembers what is gone: releases, keys, people', async () => {
    const release = await write('POST', '/releases', { version: '3.0' });
    await write('DELETE', `/releases/${release.id}`);
    const key = await write('POST', '/keys', { name: 'Night build', scope: 'publish' });
    await desk.api.as(key.key).send('POST', `${path()}/releases`, { version: '4.0' });
    await write('DELETE', `/keys/${key.id}`);
    const ben = await addMember(desk.api, desk.project, 'viewer');
    await write('DELETE', `/members/${ben.id}`);

    const names = (await list()).map(({ action, actorName, subjectName }) => {
      return [action, actorName, subjectName];
    });
    expect(names).toContainEqual(['release.delete', expect.any(String), '3.0']);
    expect(names).toContainEqual(['release.create', 'Night build', '4.0']);
    expect(names).toContainEqual(['key.delete', expect.any(String), 'Night build']);
    const person = expect.stringMatching(/^Person \d+$/);
    expect(names).toContainEqual(['member.remove', person, person]);
  });

  test('has no name for what has none: the system, a stranger’s id', async () => {
    const entries = await list('&actor=system');
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.every(({ actorName }) => actorName === null)).toBe(true);
    expect(await list('&subject=release:nobody')).toEqual([]);
  });

  test('is found by who, by what was done, and by what it was done to', async () => {
    const { id } = await write('POST', '/releases', { version: '2.0' });
    await write('POST', `/releases/${id}/publish`, {});
    const other = await desk.draft('1.0');
    const actions = async (query: string) => (await list(query)).map(({ action }) => action);
    expect(await actions(`&actor=person:${ann.id}`)).toEqual([
      'release.publish',
      'release.create',
      'member.add',
    ]);
    expect(await actions('&action=release')).toHaveLength(3);
    expect(await actions('&action=release.publish')).toEqual(['release.publish']);
    expect(await actions('&action=rel')).toEqual([]);
    expect(await actions(`&subject=release:${other.id}`)).toEqual(['release.create']);
    expect(await actions(`&subject=release:${id}&action=release.publish&actor=system`)).toEqual([]);
    const reply = await desk.as.read('GET', '/audit?action=release&limit=1');
    expect(reply.headers.get('link')).toContain('action=release&limit=1&cursor=');
  });

  test.each(['action=Release', 'action=%25', 'action=a.b.c', `subject=${'x'.repeat(101)}`])(
    'is refused to who asks for %s',
    async (query) => {
      const refusal = await readProblem(desk.as.read('GET', `/audit?${query}`));
      expect(refusal).toEqual({
        status: 422,
        code: 'invalid_query',
        pointers: [`/${query.split('=')[0]}`],
      });
    },
  );

  test('belongs to somebody who is among the actors, each once', async () => {
    await write('POST', '/releases', { version: '2.0' });
    await write('POST', '/releases', { version: '2.1' });
    const { data } = await bodyOf(desk.as.read('GET', '/audit-actors'), listOf(auditActor));
    expect(data).toContainEqual({ actor: 'system', name: null });
    expect(data.filter(({ actor }) => actor === `person:${ann.id}`)).toEqual([
      { actor: `person:${ann.id}`, name: expect.stringMatching(/^Person/) },
    ]);
    const other = await createTestProject(desk.api);
    const stranger = desk.api.as(await other.key('admin'));
    const theirs = await stranger.get(`/api/projects/${other.slug}/audit-actors`);
    expect((await theirs.json()).data).toEqual([{ actor: 'system', name: null }]);
  });
});

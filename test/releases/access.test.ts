import { beforeEach, describe, expect, test } from 'vitest';
import { preview } from '../../contract/releases.ts';
import { onEachDatabase } from '../support/databases.ts';
import { createTestProject } from '../support/projects.ts';
import { bodyOf, type ReleaseClient, readProblem, startReleaseClient } from './release-client.ts';

const nowhere = '01890000-0000-7000-8000-000000000000';
const ifMatch = { 'if-match': '*' };

onEachDatabase('a release', ({ open }) => {
  let desk: ReleaseClient;

  beforeEach(async () => {
    desk = await startReleaseClient(await open());
    return () => desk.api.stop();
  });

  test('is not there for another project’s key, nor under a strange id', async () => {
    const { id } = await desk.draft('2.0');
    const other = await createTestProject(desk.api);
    const stranger = desk.api.as(await other.key('admin'));
    const paths = [
      `/api/projects/${desk.project.slug}/releases/${id}`,
      `/api/projects/${other.slug}/releases/${id}`,
      `/api/projects/${other.slug}/releases/${nowhere}`,
    ];
    for (const path of paths) {
      expect(await readProblem(stranger.get(path))).toMatchObject({ code: 'not_found' });
      expect(
        await readProblem(stranger.send('PATCH', path, { title: 'x' }, ifMatch)),
      ).toMatchObject({
        code: 'not_found',
      });
      expect(await readProblem(stranger.send('DELETE', path, undefined, ifMatch))).toMatchObject({
        code: 'not_found',
      });
      expect(await readProblem(stranger.send('POST', `${path}/publish`, {}))).toMatchObject({
        code: 'not_found',
      });
      expect(
        await readProblem(stranger.send('POST', `${path}/roll-back`, { reason: 'x' })),
      ).toMatchObject({ code: 'not_found' });
    }
    expect(await desk.read(id)).toMatchObject({ state: 'draft', revision: 1 });
  });

  test('is read, and no more, with a key of scope read', async () => {
    const { id } = await desk.draft('2.0');
    const { read } = desk.as;
    expect((await read('GET', `/releases/${id}`)).status).toBe(200);
    expect((await read('GET', '/releases')).status).toBe(200);
    const refused = await Promise.all([
      read('POST', '/releases', { version: '3.0' }),
      read('PATCH', `/releases/${id}`, { title: 'x' }, ifMatch),
      read('DELETE', `/releases/${id}`, undefined, ifMatch),
      read('POST', `/releases/${id}/publish`, {}),
      read('POST', `/releases/${id}/roll-back`, { reason: 'x' }),
      read('POST', '/preview', { markdown: 'x' }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(await desk.read(id)).toMatchObject({ state: 'draft', revision: 1 });
  });

  test('is not found by an id that is no UUID', async () => {
    expect(await readProblem(desk.send('GET', '/releases/2.0'))).toMatchObject({
      status: 422,
      code: 'invalid_id',
    });
  });

  describe('in the preview', () => {
    test('shows Markdown as visitors would get it', async () => {
      const markdown = 'A [link](x.html)<script>alert(1)</script>';
      const { html } = await bodyOf(desk.send('POST', '/preview', { markdown }), preview);
      expect(html).toContain('href="https://acme.example/docs/x.html"');
      expect(html).not.toContain('<script');
    });

    test('refuses more than 64 kB', async () => {
      const markdown = 'ü'.repeat(32 * 1024 + 1);
      expect(await readProblem(desk.send('POST', '/preview', { markdown }))).toMatchObject({
        code: 'markdown_too_large',
        pointers: ['/markdown'],
      });
    });
  });
});

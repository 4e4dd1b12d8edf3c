import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MemberClient, startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { createTestProject, type TestProject } from '../../support/projects.ts';

onEachDatabase('a refusal tells a member what to do', ({ open }) => {
  let api: TestApi;
  let acme: TestProject;
  let owner: MemberClient;
  let releases: string;

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createTestProject(api);
    owner = api.as(await acme.key('admin'));
    releases = `/api/projects/${acme.slug}/releases`;
  });
  afterEach(() => api.stop());

  const refusal = async (reply: Response | Promise<Response>): Promise<[string, string]> => {
    const { code, detail } = await (await reply).json();
    return [code, detail];
  };
  const makeRelease = async (): Promise<string> =>
    (await (await owner.send('POST', releases, { version: '1.0.0' })).json()).id;

  test('where an id is none, with what was given', async () => {
    const advice = 'Use the id from the list, or from the reply that created it.';
    expect(await refusal(owner.get(`${releases}/RELEASE_ID`))).toEqual([
      'invalid_id',
      `"RELEASE_ID" is not a valid release id. ${advice}`,
    ]);
    const keys = `/api/projects/${acme.slug}/token-keys/${'x'.repeat(99)}`;
    expect(await refusal(owner.get(keys))).toEqual([
      'invalid_id',
      `"${'x'.repeat(60)}" is not a valid token key id. ${advice}`,
    ]);
  });

  test('where If-Match has no quotation marks', async () => {
    const path = `${releases}/${await makeRelease()}`;
    const edit = (tag: string) => owner.send('PATCH', path, { title: 'A' }, { 'if-match': tag });
    const sentence = 'If-Match must be a quoted ETag such as "1".';
    expect(await refusal(edit('1'))).toEqual(['invalid_header', sentence]);
    expect((await refusal(edit('"other"')))[0]).toBe('precondition_failed');
    expect((await refusal(edit('W/"1"')))[0]).toBe('precondition_failed');
  });

  test('where a key may too little', async () => {
    const reader = api.as(await acme.key('read'));
    const publisher = api.as(await acme.key('publish'));
    expect(await refusal(reader.send('POST', releases, { version: '1' }))).toEqual([
      'forbidden',
      'This requires an API key with scope publish. Yours has scope read.',
    ]);
    expect(await refusal(publisher.get(`/api/projects/${acme.slug}/keys`))).toEqual([
      'forbidden',
      'This requires an API key with scope admin. Yours has scope publish.',
    ]);
  });

  test('where a zone is none', async () => {
    const path = `${releases}/${await makeRelease()}/publish`;
    const at = { at: '2026-07-01T09:00', zone: 'Europe/Berln' };
    expect(await refusal(owner.send('POST', path, at))).toEqual([
      'time_invalid',
      '"Europe/Berln" is not a time zone. Use a name such as Europe/Berlin.',
    ]);
  });

  test('where what was rolled back is to be deleted', async () => {
    const path = `${releases}/${await makeRelease()}`;
    await owner.send('POST', `${path}/publish`, {});
    await owner.send('POST', `${path}/roll-back`, { reason: 'Broken' });
    expect(await refusal(owner.send('DELETE', path, undefined, { 'if-match': '*' }))).toEqual([
      'wrong_state',
      'This release was live, so its record is kept. It is already gone from every feed.',
    ]);
  });

  test('where a public key is none', async () => {
    expect(await refusal(api.post('/v1/feed', { project: acme.slug, want: 'panel' }))).toEqual([
      'project_unknown',
      "No project has this public key. Use the project's publicKey, which begins with pk_.",
    ]);
  });
});

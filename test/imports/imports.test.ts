import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ImportReport, importLine, importReport } from '../../contract/imports.ts';
import type { Release, ReleaseSummary } from '../../contract/releases.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { type Databases, onEachDatabase } from '../support/databases.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const changelog = `# Changelog

## [Unreleased]

### Added

- Something that is not out yet

## [2.0.0] - 2026-02-01

### Added

- **Search** as you type, see [#12]
- A [relative link](docs/search.md)

### Fixed

- A fault

## [1.0.0] - 2026-01-01 [YANKED]

First one.

[#12]: https://example.com/12
`;

onEachDatabase('importing a changelog', ({ open }: Databases) => {
  let api: TestApi;
  let project: TestProject;
  let publisher: MemberClient;

  beforeEach(async () => {
    api = await startApi(await open());
    project = await createTestProject(api, { url: 'https://acme.example/app/' });
    publisher = api.as(await project.key('publish'));
  });
  afterEach(() => api.stop());

  const send = (text: string, { query = '', headers = {}, as = publisher } = {}) =>
    as.send('POST', `/api/projects/${project.slug}/imports${query}`, text, {
      'content-type': 'text/markdown',
      ...headers,
    });
  const importing = async (text: string, query = ''): Promise<ImportReport> => {
    const reply = await send(text, { query });
    expect(reply.status).toBe(200);
    return importReport.parse(await reply.json());
  };
  const releases = async (): Promise<ReleaseSummary[]> => {
    const reply = await publisher.get(`/api/projects/${project.slug}/releases?limit=100`);
    return (await reply.json()).data;
  };
  const release = async (id: string | null | undefined): Promise<Release> =>
    (await publisher.get(`/api/projects/${project.slug}/releases/${id}`)).json();

  test('makes each version a release and each entry a note of the right kind', async () => {
    const report = await importing(changelog);
    expect(report.created).toEqual({ releases: 3, notes: 5 });
    const [unreleased, second, first] = report.releases;
    expect(unreleased).toMatchObject({ version: 'Unreleased', outcome: 'draft', notes: 1 });
    expect(second).toMatchObject({ version: '2.0.0', outcome: 'live', displayDate: '2026-02-01' });
    expect(first).toMatchObject({ version: '1.0.0', outcome: 'live', yanked: true });
    const { notes, ...facts } = await release(second?.id);
    expect(facts).toMatchObject({ state: 'live', imported: true, silent: true });
    expect(notes.map(({ kind, body }) => [kind, body])).toEqual([
      ['new', '**Search** as you type, see [#12]'],
      ['new', 'A [relative link](docs/search.md)'],
      ['fixed', 'A fault'],
    ]);
    expect((await release(first?.id)).notes).toMatchObject([
      { kind: 'improved', body: 'First one.' },
    ]);
  });

  test("resolves links by the file's definitions and the project's address", async () => {
    const report = await importing(changelog);
    const { notes } = await release(report.releases[1]?.id);
    expect(notes[0]?.html).toContain('href="https://example.com/12"');
    expect(notes[1]?.html).toContain('href="https://acme.example/app/docs/search.md"');
  });

  test('shows visitors the history and keeps the draft from them', async () => {
    await importing(changelog);
    const reply = await api.post('/v1/feed', { project: project.publicKey, want: 'panel' });
    const feed = await reply.json();
    expect(feed.releases.map((shown: Release) => shown.version)).toEqual(['2.0.0', '1.0.0']);
    expect(feed.releases.some((shown: object) => 'survey' in shown)).toBe(false);
    expect(feed.unread).toBe(0);
  });

  test('changes nothing when it is done again', async () => {
    await importing(changelog);
    const before = await releases();
    const again = await importing(changelog);
    expect(again).toMatchObject({ created: { releases: 0, notes: 0 }, kept: 3 });
    expect(await releases()).toEqual(before);
  });

  test('makes nothing in a dry run, and says what it would make', async () => {
    const dry = await importing(changelog, '?dryRun=true');
    expect(await releases()).toEqual([]);
    const real = await importing(changelog);
    const firstWords = expect.any(Array);
    const bare = real.releases.map((made) => ({ ...made, id: null, firstWords }));
    expect(dry).toEqual({ ...real, dryRun: true, releases: bare });
  });

  test('keeps a version that the project has as it is', async () => {
    const path = `/api/projects/${project.slug}/releases`;
    const notes = [{ kind: 'new', title: 'By hand' }];
    const made = await publisher.send('POST', path, { version: '2.0.0', notes });
    const own: Release = await made.json();
    const report = await importing(changelog);
    expect(report).toMatchObject({ kept: 1, created: { releases: 2 } });
    expect(await release(own.id)).toEqual(own);
  });

  test('tells its progress line by line where the client can read that', async () => {
    const entries = Array.from({ length: 350 }, (_, n) => `- Entry ${n}`).join('\n');
    const text = `## 1.0.0\n\n${entries}\n`;
    const reply = await send(text, { headers: { accept: 'application/x-ndjson' } });
    const lines = (await reply.text()).trim().split('\n');
    const told = lines.map((line) => importLine.parse(JSON.parse(line)));
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-2)).toEqual({ progress: { done: 350, total: 350 } });
    expect(told.at(-1)).toMatchObject({ report: { created: { releases: 1, notes: 350 } } });
  });

  test('is all or nothing: one entry too large stores none', async () => {
    const text = `## 2.0.0\n\n- Small\n\n## 1.0.0\n\n- ${'x'.repeat(65 * 1024)}\n`;
    const reply = await send(text);
    expect(reply.status).toBe(422);
    expect(await reply.json()).toMatchObject({
      code: 'markdown_too_large',
      detail: expect.stringContaining('Line 7'),
    });
    expect(await releases()).toEqual([]);
  });

  test('says so as the last line where the reply has begun', async () => {
    const text = `## 1.0.0\n\n- ${'x'.repeat(65 * 1024)}\n`;
    const reply = await send(text, { headers: { accept: 'application/x-ndjson' } });
    const lines = (await reply.text()).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      problem: { code: 'markdown_too_large' },
    });
  });

  test('leaves one audit entry, and none where nothing was made', async () => {
    const owner = api.as(await project.key('admin'));
    const entries = async () => {
      const reply = await owner.get(`/api/projects/${project.slug}/audit`);
      const { data } = await reply.json();
      return data.filter((entry: { action: string }) => entry.action === 'changelog.import');
    };
    await importing(changelog);
    await importing(changelog);
    expect(await entries()).toMatchObject([{ after: { releases: 3, notes: 5 } }]);
  });

  test.each([
    ['nothing at all', '', 422, 'invalid_body', {}],
    [
      'another media type',
      changelog,
      415,
      'unsupported_media_type',
      { 'content-type': 'text/html' },
    ],
    ['more than 5 MB', 'x'.repeat(5 * 1024 * 1024 + 1), 413, 'body_too_large', {}],
  ])('refuses %s', async (_, text, status, code, headers) => {
    const reply = await send(text, { headers });
    expect(reply.status).toBe(status);
    expect((await reply.json()).code).toBe(code);
  });

  test('takes a text without any version for what it is', async () => {
    const report = await importing('Just a few words.\n');
    expect(report.created.releases).toBe(0);
    expect(report.notUnderstood).toMatchObject([{ line: 1, text: 'Just a few words.' }]);
  });

  test('is not for readers', async () => {
    const reply = await send(changelog, { as: api.as(await project.key('read')) });
    expect(reply.status).toBe(403);
  });
});

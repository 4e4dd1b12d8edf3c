import { beforeEach, describe, expect, test } from 'vitest';
import {
  createImportedReleases,
  type ImportedRelease,
  listReleaseVersions,
} from '../../api/releases/imported.ts';
import { readReleases, visibleAt } from '../../api/releases/visible.ts';
import { surveyForRelease } from '../../api/surveys/surveys.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { runChange } from '../support/projects.ts';
import { type ReleaseClient, revisionOf, startReleaseClient } from './release-client.ts';

const imported = (version: string, facts: Partial<ImportedRelease> = {}): ImportedRelease => ({
  version,
  title: '',
  displayDate: null,
  yanked: false,
  position: 1,
  state: 'live',
  notes: [],
  ...facts,
});

onEachDatabase('imported history', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    return () => desk.api.stop();
  });

  async function bringIn(...releases: ImportedRelease[]): Promise<Map<string, string>> {
    return runChange(desk.api, desk.project.id, async (change) => {
      const surveyId = await surveyForRelease(change.trx, change.projectId);
      return createImportedReleases(change, { releases, surveyId });
    });
  }
  const visible = async () =>
    visibleAt(await readReleases(database.reader, desk.project.id), desk.api.clock()).releases;

  test('is live and silent, and nobody is asked about it', async () => {
    const before = await revisionOf(database, desk.project.id);
    const notes = [{ kind: 'fixed' as const, title: 'x', body: '*y*', html: '<em>y</em>' }];
    const facts = { displayDate: '2024-02-29', yanked: true, title: 'Leap', notes };
    const ids = await bringIn(imported('1.0', facts));
    const release = await desk.read(ids.get('1.0') ?? '');
    expect(release).toMatchObject({
      state: 'live',
      imported: true,
      silent: true,
      publishedAt: '2026-06-01T12:00:00.000Z',
      displayDate: '2024-02-29',
      yanked: true,
      title: 'Leap',
      notes,
    });
    expect(await visible()).toMatchObject([{ version: '1.0', surveyId: null }]);
    expect(await revisionOf(database, desk.project.id)).toBe(before + 1);
  });

  test('keeps the order of its file among equal dates, and stays undated', async () => {
    await bringIn(
      imported('3', { position: 1, displayDate: '2024-01-01' }),
      imported('2', { position: 2, displayDate: '2024-01-01' }),
      imported('1', { position: 3 }),
    );
    expect((await visible()).map(({ version }) => version)).toEqual(['3', '2', '1']);
    expect((await visible()).at(-1)?.displayDate).toBeNull();
  });

  test('comes by the thousand', async () => {
    const note = { kind: 'improved' as const, title: '', body: 'x', html: 'x' };
    const many = Array.from({ length: 1200 }, (_, index) =>
      imported(`1.${index}`, { position: index + 1, notes: [note, note, note] }),
    );
    const ids = await bringIn(...many);
    expect(new Set(ids.values()).size).toBe(1200);
    const found = await visible();
    expect(found).toHaveLength(1200);
    expect(found.every(({ notes }) => notes.length === 3)).toBe(true);
    expect(await listReleaseVersions(database.reader, desk.project.id)).toEqual(
      new Set(ids.keys()),
    );
  });

  describe('that is not released yet', () => {
    test('is a draft like any other', async () => {
      const before = await revisionOf(database, desk.project.id);
      const ids = await bringIn(imported('Unreleased', { state: 'draft' }));
      const id = ids.get('Unreleased') ?? '';
      expect(await visible()).toEqual([]);
      expect(await revisionOf(database, desk.project.id)).toBe(before);
      expect(await desk.publish(id)).toMatchObject({ imported: false, silent: false });
      expect(await visible()).toMatchObject([{ surveyId: expect.any(String) }]);
    });
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { startApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { runTidings } from '../support/processes.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

onEachDatabase('tidings audit verify', ({ open }) => {
  let database: TestDatabase;
  let acme: TestProject;
  let other: TestProject;

  beforeEach(async () => {
    database = await open();
    const api = await startApi(database);
    [acme, other] = [await createTestProject(api), await createTestProject(api)];
    await acme.key('read');
    await api.stop();
  });

  const verify = (...options: string[]) =>
    runTidings(['audit', 'verify', ...options], { DATABASE_URL: database.url });

  test('says in a sentence that each chain holds', async () => {
    const { code, stdout } = await verify();
    expect(stdout.trim().split('\n').sort()).toEqual([
      `${acme.slug}: 2 audit entries, unchanged.`,
      `${other.slug}: 1 audit entry, unchanged.`,
    ]);
    expect(code).toBe(0);
  });

  test('is asked about one project, and knows which there are', async () => {
    const one = await verify('--project', other.slug);
    expect(one).toMatchObject({ code: 0, stdout: expect.not.stringContaining(acme.slug) });
    const none = await verify('--project', 'acne');
    expect(none).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no project "acne" here.'),
    });
    expect((await verify('--every')).code).toBe(2);
  });

  describe('ends with 1 and names the entry', () => {
    const entries = () =>
      database.writer.updateTable('audit_entry').where('project_id', '=', acme.id);

    test.each([
      [
        'that says something else now',
        () => entries().set({ after: '{}' }).where('seq', '=', 2),
        2,
      ],
      [
        'that somebody else is blamed for',
        () => entries().set({ actor: 'key:x' }).where('seq', '=', 1),
        1,
      ],
      ['that was cut off', () => database.writer.deleteFrom('audit_entry').where('seq', '=', 2), 2],
    ])('%s', async (_what, tamper, seq) => {
      await tamper().execute();
      const { code, stdout } = await verify();
      expect(stdout).toContain(`${acme.slug}: audit entry ${seq} was changed, moved or removed.`);
      expect(stdout).toContain(`${other.slug}: 1 audit entry, unchanged.`);
      expect(code).toBe(1);
    });
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { addressOf, listOperations } from '../http/operations.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { addMember } from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

// The dashboard’s own page has a stricter policy: see dashboard-files.test.ts.

onEachDatabase('every page', ({ open }) => {
  let api: TestApi;
  let acme: TestProject;
  let pages: string[];

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createTestProject(api);
    const { paths } = await (await api.app.request('/openapi.json')).json();
    const isPage = (path: string) => JSON.stringify(paths[path]).includes('"text/html"');
    pages = (await listOperations(api))
      .filter(({ path }) => isPage(path))
      .map((operation) => addressOf(operation, { slug: acme.slug, version: 'of-nothing' }));
  });
  afterEach(() => api.stop());

  test('runs no script, stands in no frame and sends no form', async () => {
    expect(pages.length).toBeGreaterThan(4);
    for (const path of [...pages, '/changelog/of-nobody', '/changelog/of-nobody/1.0']) {
      const { headers } = await api.app.request(path);
      const rules = (headers.get('content-security-policy') ?? '').split('; ');
      expect(rules, path).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(rules.join(), path).not.toMatch(/script-src|unsafe|\*/);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    }
  });

  test('is the same for whoever is signed in, and gives nobody a cookie', async () => {
    const { cookie } = await addMember(api, acme, 'owner');
    for (const path of pages) {
      const [known, guest] = [
        await api.app.request(path, { headers: { cookie } }),
        await api.app.request(path),
      ];
      expect(await known.text(), path).toBe(await guest.text());
      for (const { headers } of [known, guest]) expect(headers.getSetCookie(), path).toEqual([]);
    }
  });
});

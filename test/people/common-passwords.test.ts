import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../../api/ids.ts';
import { createPasswordLink } from '../../api/people/password-links.ts';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  createPageClient,
  invite,
  signIn,
  type TestPerson,
  tokenOf,
} from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const common = ['1234567890', 'qwertyuiop', 'Password123', 'Q1W2E3R4T5'];
const uncommon = 'six red boats';

onEachDatabase('a common password', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let ann: TestPerson;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    ann = await addMember(api, acme, 'editor');
  });

  afterEach(() => api.stop());

  async function expectRefused(reply: Response, pointer: string): Promise<void> {
    const { code, errors = [] } = problem.parse(await reply.json());
    expect(code).toBe('password_common');
    expect(errors).toMatchObject([{ pointer, detail: expect.stringContaining('Choose another') }]);
  }

  test('is refused of a person who accepts an invitation', async () => {
    const token = await invite(api, { projectId: acme.id, role: 'viewer' });
    const accept = (password: string) =>
      createPageClient(api).send('POST', '/api/invitation-acceptances', {
        ...{ token, email: 'new@example.com', name: 'New', password },
      });
    for (const password of common) await expectRefused(await accept(password), '/password');
    expect((await accept(uncommon)).status).toBe(200);
  });

  test('is refused when someone changes a password', async () => {
    const page = createPageClient(api, ann.cookie);
    const change = (next: string) =>
      page.send('POST', '/api/password', { current: ann.password, next });
    await expectRefused(await change('1234567890'), '/next');
    expect((await change(uncommon)).status).toBe(204);
  });

  test('is refused when someone resets a password, and leaves the link valid', async () => {
    const link = await database.writer.transaction().execute((trx) => {
      return createPasswordLink(
        trx,
        { email: ann.email, publicUrl: '' },
        { now: api.clock(), newId },
      );
    });
    const reset = (password: string) =>
      createPageClient(api).send('POST', '/api/password-resets', {
        token: tokenOf(link),
        password,
      });
    await expectRefused(await reset('qwertyuiop'), '/password');
    expect((await reset(uncommon)).status).toBe(200);
  });

  test('is only wrong when someone signs in with it', async () => {
    expect((await signIn(api, { email: ann.email, password: '1234567890' })).status).toBe(401);
  });
});

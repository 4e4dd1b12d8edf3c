import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ReleaseClient, startReleaseClient } from '../releases/release-client.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';

/** Which number a change raises: visitors could notice it, only members can, or nobody keeps it. */
type Raised = 'public' | 'private' | 'none';

interface Action {
  name: string;
  raises: Raised;
  /** What has to be there first; its result is handed to the action. */
  before?(desk: ReleaseClient): Promise<string>;
  act(desk: ReleaseClient, id: string): Promise<unknown>;
}

const draft = async (desk: ReleaseClient) => (await desk.draft('1.0')).id;
const live = async (desk: ReleaseClient) => {
  const id = await draft(desk);
  await desk.publish(id);
  return id;
};
const scheduled = async (desk: ReleaseClient) => {
  const id = await draft(desk);
  await desk.publish(id, { at: '2026-06-02T09:00', zone: 'UTC' });
  return id;
};
const edit =
  (settings: object): Action['act'] =>
  ({ as }) =>
    as.admin('PATCH', '', settings, { 'if-match': '*' });

const actions: Action[] = [
  { name: 'creating a draft', raises: 'none', act: draft },
  {
    name: 'editing a draft',
    ...{ raises: 'none', before: draft, act: (desk, id) => desk.edit(id, { title: 'New' }) },
  },
  {
    name: 'scheduling a release',
    ...{ raises: 'private', before: draft },
    act: (desk, id) => desk.publish(id, { at: '2026-06-02T09:00', zone: 'UTC' }),
  },
  {
    name: 'editing a scheduled release',
    ...{ raises: 'private', before: scheduled, act: (desk, id) => desk.edit(id, { title: 'New' }) },
  },
  {
    name: 'unscheduling a release',
    ...{ raises: 'private', before: scheduled },
    act: ({ send }, id) => send('POST', `/releases/${id}/unschedule`, {}),
  },
  {
    name: 'deleting a scheduled release',
    ...{ raises: 'private', before: scheduled },
    act: ({ send }, id) => send('DELETE', `/releases/${id}`, undefined, { 'if-match': '*' }),
  },
  {
    name: 'publishing a release',
    ...{ raises: 'public', before: draft, act: (desk, id) => desk.publish(id) },
  },
  {
    name: 'editing a live release',
    ...{ raises: 'public', before: live, act: (desk, id) => desk.edit(id, { title: 'New' }) },
  },
  {
    name: 'rolling a release back',
    ...{ raises: 'public', before: live, act: (desk, id) => desk.rollBack(id) },
  },
  { name: 'renaming the project', raises: 'public', act: edit({ name: 'Acme Two' }) },
  { name: 'moving the project', raises: 'public', act: edit({ url: 'https://acme.example' }) },
  { name: 'changing the theme', raises: 'public', act: edit({ theme: { accent: '#125522' } }) },
  { name: 'asking for tokens', raises: 'public', act: edit({ requireVerified: true }) },
  { name: 'a name that is no other', raises: 'private', act: edit({ name: 'Acme' }) },
  {
    name: 'changing the allowed origins',
    ...{ raises: 'private', act: edit({ allowedOrigins: ['https://app.example'] }) },
  },
  {
    name: 'changing the own networks',
    ...{ raises: 'private', act: edit({ ownNetworks: ['203.0.113.0/24'] }) },
  },
  { name: 'changing the traits', raises: 'private', act: edit({ talliedTraits: ['plan'] }) },
  {
    name: 'adding a token key',
    raises: 'private',
    act: ({ as }) => as.admin('POST', '/token-keys', { algorithm: 'HS256' }),
  },
  {
    name: 'retiring a token key',
    raises: 'private',
    async before({ as }) {
      const made = await as.admin('POST', '/token-keys', { algorithm: 'HS256' });
      return (await made.json()).id;
    },
    act: ({ as }, id) => as.admin('DELETE', `/token-keys/${id}`, undefined, { 'if-match': '*' }),
  },
  {
    name: 'creating an API key',
    raises: 'none',
    act: ({ as }) => as.admin('POST', '/keys', { name: 'A key', scope: 'read' }),
  },
];

onEachDatabase('a change of a project', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
  });

  afterEach(() => desk.api.stop());

  async function numbers() {
    const query = database.writer.selectFrom('project').where('id', '=', desk.project.id);
    const columns = ['revision', 'private_revision'] as const;
    return query.select(columns).executeTakeFirstOrThrow();
  }

  test.each(actions)('$name raises: $raises', async ({ raises, before, act }) => {
    const id = (await before?.(desk)) ?? '';
    const heard: string[] = [];
    const { notices } = desk.api.deps;
    notices.onChange(() => heard.push('caches'));
    notices.onPublicChange(() => heard.push('streams'));
    const from = await numbers();
    await act(desk, id);
    const to = await numbers();
    expect({
      public: to.revision - from.revision,
      private: to.private_revision - from.private_revision,
    }).toEqual({ public: raises === 'public' ? 1 : 0, private: raises === 'private' ? 1 : 0 });
    expect(heard).toEqual({ public: ['caches', 'streams'], private: ['caches'], none: [] }[raises]);
  });
});

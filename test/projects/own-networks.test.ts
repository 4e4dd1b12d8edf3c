import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listOf } from '../../contract/fields.ts';
import { callerNetwork, ownNetworks } from '../../contract/networks.ts';
import { type Project, project } from '../../contract/projects.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { addMember, type TestPerson } from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

describe('a list of own networks', () => {
  test.each([
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['203.0.113.77/24', '203.0.113.0/24'],
    ['203.0.113.77/32', '203.0.113.77'],
    [' 203.0.113.77 ', '203.0.113.77'],
    ['203.0.113.255/25', '203.0.113.128/25'],
    ['203.255.1.1/8', '203.0.0.0/8'],
    ['172.15.0.0/16', '172.15.0.0/16'],
    ['172.16.0.0/11', '172.0.0.0/11'],
    ['192.167.0.0/16', '192.167.0.0/16'],
    ['2001:DB8:0:0::/48', '2001:db8::/48'],
    ['2001:0db8:0007:0001:ffff::9/64', '2001:db8:7:1::/64'],
    ['2001:db8:7:1fff::/52', '2001:db8:7:1000::/52'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['2001:db8::192.0.2.1', '2001:db8::c000:201'],
    ['2001:dff::/20', '2001::/20'],
    ['::ffff:203.0.113.77/120', '203.0.113.0/24'],
    ['::FFFF:203.0.113.77', '203.0.113.77'],
  ])('stores %s as %s', (given, stored) => {
    expect(ownNetworks.parse([given])).toEqual([stored]);
    expect(ownNetworks.parse([stored])).toEqual([stored]);
  });

  const isNone = 'is not a network.';
  const isWide = 'is too wide. Enter ranges of /8 or narrower, or of /20 or narrower for IPv6.';
  const isPrivate = 'Ratings from private addresses are never held back';
  const isNotPublic = 'is not on the public internet.';

  test.each([
    ['', isNone],
    ['office', isNone],
    ['203.0.113', isNone],
    ['203.0.113.0/', isNone],
    ['203.0.113.0/33', isNone],
    ['203.0.113.0/-1', isNone],
    ['203.0.113.0/24/24', isNone],
    ['203.0.113.0/24, 203.0.114.0/24', isNone],
    ['203.0.113.256', isNone],
    ['0203.0.113.1', isNone],
    ['0xcb007101', isNone],
    ['2001:db8::/129', isNone],
    ['2001:db8::1::2', isNone],
    ['fe80::1%eth0', isNone],
    ['[2001:db8::1]', isNone],
    ['0.0.0.0/0', isWide],
    ['202.0.0.0/7', isWide],
    ['::/0', isWide],
    ['2001::/19', isWide],
    ['::ffff:0:0/96', isWide],
    ['::ffff:200.0.0.0/103', isWide],
    ['10.0.0.0/8', isPrivate],
    ['10.1.2.3', isPrivate],
    ['100.64.0.0/10', isPrivate],
    ['127.0.0.1', isPrivate],
    ['169.254.1.0/24', isPrivate],
    ['172.31.0.0/16', isPrivate],
    ['192.168.1.0/24', isPrivate],
    ['::ffff:192.168.1.1', isPrivate],
    ['::1', isPrivate],
    ['fd00::/48', isPrivate],
    ['fe80::1', isPrivate],
    // Each holds all of IPv4, written as IPv6.
    ['::/20', isNotPublic],
    ['::ffff:0:0/95', isNotPublic],
    ['ff00::/20', isNotPublic],
    ['64:ff9b::/96', isNotPublic],
  ])('refuses %j, because it %s', (given, because) => {
    const { error } = ownNetworks.safeParse(['203.0.113.0/24', given]);
    expect(error?.issues).toMatchObject([{ path: [1], message: expect.stringContaining(because) }]);
  });

  test('has each network once, and no more than 50', () => {
    expect(ownNetworks.parse(['203.0.113.1/24', '198.51.100.7', '203.0.113.2/24'])).toEqual([
      '203.0.113.0/24',
      '198.51.100.7',
    ]);
    const networks = Array.from({ length: 51 }, (_, n) => `203.0.${n}.0/24`);
    expect(ownNetworks.parse(networks.slice(1))).toHaveLength(50);
    expect(ownNetworks.safeParse(networks).success).toBe(false);
  });
});

onEachDatabase('own networks', ({ open }) => {
  let api: TestApi;
  let acme: TestProject;
  let owner: TestPerson;

  beforeEach(async () => {
    api = await startApi(await open(), { environment: { TRUSTED_PROXIES: '10.0.0.0/8' } });
    acme = await createTestProject(api);
    owner = await addMember(api, acme, 'owner');
  });
  afterEach(() => api.stop());

  const path = () => `/api/projects/${acme.id}`;
  const patch = (edit: unknown, ifMatch = '*', as: TestPerson = owner) =>
    as.send('PATCH', path(), edit, { 'if-match': ifMatch });
  const read = async (): Promise<Project> => project.parse(await (await owner.get(path())).json());

  test('are saved as they are compared, with a record of what they were', async () => {
    expect((await read()).ownNetworks).toEqual([]);
    await patch({ ownNetworks: ['203.0.113.7/24', '2001:DB8::/48', '203.0.113.0/24'] });
    const saved = ['203.0.113.0/24', '2001:db8::/48'];
    expect(await read()).toMatchObject({ ownNetworks: saved, revision: acme.revision });
    await patch({ name: 'Acme 2' });
    expect((await read()).ownNetworks).toEqual(saved);
    await patch({ ownNetworks: [] });
    expect((await read()).ownNetworks).toEqual([]);
    const reply = await owner.get(`${path()}/audit?action=project.edit`);
    expect((await reply.json()).data).toMatchObject([
      { before: { ownNetworks: saved }, after: { ownNetworks: [] } },
      { before: { name: 'Acme' }, after: { name: 'Acme 2' } },
      { before: { ownNetworks: [] }, after: { ownNetworks: saved } },
    ]);
  });

  test('can be given when the project is created', async () => {
    const body = { name: 'Beta', slug: 'beta', ownNetworks: ['203.0.113.7'] };
    expect(await (await owner.send('POST', '/api/projects', body)).json()).toMatchObject(body);
  });

  test('are refused one by one, and then nothing is saved', async () => {
    const networks = ['203.0.113.0/24', '10.0.0.0/8', '0.0.0.0/0'];
    const reply = await patch({ name: 'Half', ownNetworks: networks });
    expect(reply.status).toBe(422);
    expect(await reply.json()).toMatchObject({
      code: 'invalid_body',
      errors: [
        { pointer: '/ownNetworks/1', detail: expect.stringContaining('10.0.0.0/8 is a private') },
        { pointer: '/ownNetworks/2', detail: expect.stringContaining('0.0.0.0/0 is too wide') },
      ],
    });
    expect(await read()).toMatchObject({ name: 'Acme', ownNetworks: [] });
  });

  test('are not saved over what someone else saved', async () => {
    expect((await patch({ ownNetworks: ['203.0.113.1'] }, '"1"')).status).toBe(200);
    expect((await patch({ ownNetworks: ['203.0.113.2'] }, '"1"')).status).toBe(412);
    expect((await read()).ownNetworks).toEqual(['203.0.113.1']);
  });

  test('are changed by owners only', async () => {
    const publisher = await addMember(api, acme, 'publisher');
    expect((await patch({ ownNetworks: ['203.0.113.1'] }, '*', publisher)).status).toBe(403);
    expect((await publisher.get(`${path()}/own-network`)).status).toBe(403);
    expect((await read()).ownNetworks).toEqual([]);
    const { data } = listOf(project).parse(await (await publisher.get('/api/projects')).json());
    expect(data).toMatchObject([{ ownNetworks: [] }]);
  });

  test.each([
    ['203.0.113.9', undefined, '203.0.113.0/24'],
    ['2001:db8:7:1::9', undefined, '2001:db8:7:1::/64'],
    ['::ffff:203.0.113.9', undefined, '203.0.113.0/24'],
    ['10.0.0.9', '198.51.100.9', '198.51.100.0/24'],
    ['10.0.0.9', '203.0.113.9, 198.51.100.9', '198.51.100.0/24'],
    ['203.0.113.9', '198.51.100.9', '203.0.113.0/24'],
    ['10.0.0.9', undefined, null],
    ['127.0.0.1', undefined, null],
  ])('include the caller’s: from %s, forwarded for %s, it is %s', async (peer, by, network) => {
    const headers = { cookie: owner.cookie, ...(by && { 'x-forwarded-for': by }) };
    const connection = { incoming: { socket: { remoteAddress: peer } } };
    const reply = await api.app.request(`${path()}/own-network`, { headers }, connection);
    expect(callerNetwork.parse(await reply.json())).toEqual({ network });
    if (network) expect((await patch({ ownNetworks: [network] })).status).toBe(200);
  });
});

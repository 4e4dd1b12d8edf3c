import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../api/config.ts';
import { createProxyWatch } from '../../api/http/proxy-watch.ts';
import { createReadinessDetails } from '../../api/http/readiness.ts';
import { instanceStatus } from '../../contract/instance.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createTestProject } from '../support/projects.ts';

describe('a forwarded request', () => {
  const forwarded = { 'x-forwarded-for': '198.51.100.1' };

  /** What one node reports after these requests. */
  function reportOf(trusted: string, requests: [peer: string, headers: Record<string, string>][]) {
    const warn = vi.fn();
    const readiness = createReadinessDetails();
    const config = readConfig({ TRUSTED_PROXIES: trusted });
    const watch = createProxyWatch({ config, readiness, log: { warn } as never });
    for (const [remoteAddress, headers] of requests) {
      const header = (name: string) => headers[name];
      watch.begin({ req: { header }, env: { incoming: { socket: { remoteAddress } } } });
    }
    return { lines: warn.mock.calls, detail: readiness.list(), warnings: watch.warnings() };
  }

  test.each([
    '127.0.0.1',
    '::ffff:127.0.0.1',
    '::1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '100.127.255.254',
    'fd00::7',
  ])('from a private peer that is not trusted is reported: %s', (peer) => {
    const { lines, detail, warnings } = reportOf('', [[peer, forwarded]]);
    const fix = `TRUSTED_PROXIES=${peer.replace('::ffff:', '')}`;
    expect(lines).toEqual([
      [{ add: fix }, expect.stringContaining('missing from TRUSTED_PROXIES')],
    ]);
    expect(detail).toEqual([expect.stringContaining('missing from TRUSTED_PROXIES')]);
    expect(warnings).toEqual([expect.objectContaining({ code: 'proxy_not_trusted', fix })]);
    expect(warnings[0]?.message).toContain('stuffed votes');
  });

  test.each<[what: string, trusted: string, peer: string, headers: Record<string, string>]>([
    ['from a public peer, which could be anyone', '', '203.0.113.9', forwarded],
    ['from a trusted proxy', '10.0.0.0/8', '10.1.2.3', forwarded],
    ['outside the private ranges', '', '172.32.0.1', forwarded],
    ['outside the shared range', '', '100.128.0.1', forwarded],
    ['without a header', '', '10.1.2.3', {}],
    ['of a connection that is closed', '', '', forwarded],
  ])('is not reported %s', (_, trusted, peer, headers) => {
    const nothing = { lines: [], detail: [], warnings: [] };
    expect(reportOf(trusted, [[peer, headers]])).toEqual(nothing);
  });

  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip'])('is known by %s', (name) => {
    expect(reportOf('', [['10.1.2.3', { [name]: '' }]]).warnings).toHaveLength(1);
  });

  test('is logged once; the line to add names what is trusted already and every proxy', () => {
    const peers = ['10.0.0.1', '10.0.0.2', '10.0.0.1'];
    const { lines, warnings } = reportOf(
      '192.0.2.0/24',
      peers.map((peer) => [peer, forwarded]),
    );
    expect(lines).toHaveLength(1);
    expect(warnings[0]?.fix).toBe('TRUSTED_PROXIES=192.0.2.0/24,10.0.0.1,10.0.0.2');
  });

  test('of clients that pretend to be proxies does not grow the list without end', () => {
    const requests = Array.from({ length: 300 }, (_, at) => [`10.0.1.${at % 256}`, forwarded]);
    const { warnings } = reportOf('', requests as [string, Record<string, string>][]);
    expect(warnings[0]?.fix?.split(',')).toHaveLength(8);
  });
});

onEachDatabase('an instance behind a proxy', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
  });
  afterEach(() => api.stop());

  const readWarnings = async () => {
    const owner = api.as(await (await createTestProject(api)).key('admin'));
    return instanceStatus.parse(await (await owner.get('/api/instance')).json()).warnings;
  };

  /** Any request at all, over a real connection from loopback. */
  async function sendForwarded(to: TestApi): Promise<void> {
    const server = createServer(to.listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-for': '198.51.100.1' } });
    server.close();
    server.closeAllConnections();
  }

  test('tells owners and the operator which line is missing', async () => {
    expect(await readWarnings()).toEqual([]);
    await sendForwarded(api);
    const fix = 'TRUSTED_PROXIES=127.0.0.1';
    expect(await readWarnings()).toEqual([expect.objectContaining({ fix })]);
    const { detail } = await (await api.app.request('/readyz')).json();
    expect(detail).toEqual([expect.stringContaining('TRUSTED_PROXIES')]);
    // Anyone can read /readyz.
    expect(detail[0]).not.toContain('127.0.0.1');
  });

  test('has nothing to tell once the line is added', async () => {
    const environment = { TRUSTED_PROXIES: '127.0.0.1' };
    const configured = await startApi(database.openSecond(), { clock: api.clock, environment });
    await sendForwarded(configured);
    expect(await (await configured.app.request('/readyz')).json()).toEqual({ status: 'ready' });
    await configured.stop();
  });
});

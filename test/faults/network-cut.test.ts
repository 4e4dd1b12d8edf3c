import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { feed } from '../../contract/feed.ts';
import { createAnswerQueue } from '../../widget/queue/answers.ts';
import { onEachDatabase } from '../support/databases.ts';
import { forwardedHeader } from '../support/networks.ts';
import { startServer } from '../support/processes.ts';
import { type Direction, startProxy } from '../support/proxy.ts';
import { clientAt, fakeShell } from '../widget/queue/fake-shell.ts';
import { expectAllCounted, loadEnvironment } from './answers.ts';

/** The long run leaves no byte out. */
const everyBytes = process.env.TORTURE ? 1 : 16;

/** Each request of the widget comes from another network, as its proxy says. */
const send = fetch;

beforeEach(() => {
  // As much of a browser as sending needs; storage is missing, so answers wait in memory.
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) =>
    send(url, { ...init, headers: { ...init.headers, ...forwardedHeader() } }),
  );
  // Full jitter at its luckiest: the next try comes at once.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

onEachDatabase('a network that is cut while an answer is sent (R6)', ({ open }) => {
  test(`stores it exactly once, wherever that was: every ${everyBytes} bytes`, {
    timeout: process.env.TORTURE ? 600_000 : 120_000,
  }, async () => {
    const database = await open();
    const settings = { DATABASE_URL: database.url, ...loadEnvironment, LOG_LEVEL: 'error' };
    const server = await startServer(settings);
    const proxy = await startProxy(server.url);
    const { id: projectId, public_key: project } = await database.reader
      .selectFrom('project')
      .select(['id', 'public_key'])
      .executeTakeFirstOrThrow();
    const body = JSON.stringify({ project, want: 'panel' });
    const reply = await fetch(`${server.url}/v1/feed`, { method: 'POST', body });
    const { ticket, releases } = feed.parse(await reply.json());
    const release = releases.find(({ survey }) => survey);
    if (!release?.survey) throw new Error('A fresh server asks about its newest release.');
    const { id, survey } = release;
    await sleep(1100);

    let given = 0;
    /** One visitor answers, on a page of its own, and stays until nothing waits. */
    async function answer(): Promise<void> {
      const client = clientAt(proxy.url, project);
      const shell = fakeShell({ client, project });
      const said = { state: 'complete', rating: 4, answers: {}, comment: 'Schön!' } as const;
      const delivery = await createAnswerQueue(shell).submit(id, survey, said, { ticket });
      given += 1;
      if (delivery === 'refused') throw new Error('The server refused it.');
      const { get } = shell.visitor;
      await vi.waitFor(() => expect(get('waiting')).toBeUndefined(), {
        timeout: 10_000,
        interval: 1,
      });
      shell.stop();
    }

    proxy.count();
    await answer();
    const whole = { ...proxy.passed };
    expect(whole.request).toBeGreaterThan(500);
    expect(whole.reply).toBeGreaterThan(500);
    for (const direction of ['request', 'reply'] as Direction[]) {
      for (let at = 0; at < whole[direction]; at += everyBytes) {
        const { cuts } = proxy;
        proxy.cut(direction, at);
        await answer();
        // A later one may be some bytes shorter: what is left of a limit has fewer digits.
        if (at < whole[direction] - 8) expect(proxy.cuts).toBe(cuts + 1);
      }
    }

    expect(await server.kill()).toMatchObject({ code: 0 });
    const { reader } = database;
    const rows = await reader.selectFrom('response').select('latest_revision').execute();
    expect(rows).toEqual(Array.from({ length: given }, () => ({ latest_revision: 1 })));
    await expectAllCounted(reader, projectId);
  });
});

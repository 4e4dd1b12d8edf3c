import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../api/ids.ts';
import type { FeedRelease } from '../../contract/feed.ts';
import { isStorable } from '../../contract/fields.ts';
import { corpora } from '../notes/markdown/corpora.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { onEachDatabase } from '../support/databases.ts';
import { type RunningServer, runTidings, startServer } from '../support/processes.ts';

const hostile = [...new Set(Object.values(corpora).flat())].filter(
  (text) => isStorable(text) && text.trim() !== '',
);
const names = hostile.filter((text) => text.length <= 100);
const titles = hostile.filter((text) => text.length <= 200).slice(0, 1000);

onEachDatabase('hostile names and comments', ({ open }) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });

  async function begin() {
    const { url } = await open();
    const server = await startServer({ DATABASE_URL: url, RATE_LIMITS: 'count' });
    const command = ['key', 'create', '--project', 'tidings', '--scope', 'admin'];
    const key = (await runTidings(command, { DATABASE_URL: url })).stdout.trim().split('\n').at(-1);
    const send = async (method: string, path: string, body: unknown) => {
      const reply = await fetch(`${server.url}/api/projects/tidings${path}`, {
        method,
        body: JSON.stringify(body),
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'if-match': '*',
        },
      });
      expect(reply.status).toBeLessThan(300);
      return reply.json();
    };
    return { server, send, key: key ?? '' };
  }

  /** A page that notes whatever runs in it, or is asked for by it. */
  async function wary(server: RunningServer): Promise<{ page: Page; ran: string[] }> {
    const page = await openPage(browser);
    const ran: string[] = [];
    page.on('dialog', (dialog) => {
      ran.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('pageerror', ({ message }) => ran.push(message));
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) ran.push(request.url());
    });
    return { page, ran };
  }

  test('come back as they were, and are text where a browser shows the reply', async () => {
    const { server, send, key } = await begin();
    const { publicKey } = await send('PATCH', '', { name: names[0] });
    const notes = titles.map((title) => ({ kind: 'new', title }));
    const release = await send('POST', '/releases', {
      version: '<script>alert(1)</script>',
      notes,
    });
    await send('POST', `/releases/${release.id}/publish`, {});

    const { page, ran } = await wary(server);
    // A form can send text/plain to any address: its reply becomes the page.
    const fields = `{"project":"${publicKey}","want":"panel","url":"`;
    await page.setContent(
      `<form method="post" enctype="text/plain" action="${server.url}/v1/feed">
         <input name='${fields}' value='"}'><button>Go</button></form>`,
    );
    const [reply] = await Promise.all([page.waitForResponse('**/v1/feed'), page.click('button')]);
    expect(reply.headers()['content-type']).toBe('application/json');
    const feed = await reply.json();
    const shown = feed.releases.find(({ id }: FeedRelease) => id === release.id) as FeedRelease;
    expect(shown.notes.map(({ title }) => title)).toEqual(titles);
    expect(feed.settings.name).toBe(names[0]);

    await sleep(1100);
    const at = new Date().toISOString();
    const comments = hostile.filter((text) => text.length <= 4000).slice(0, 100);
    for (const comment of comments) {
      const answer = {
        ...{ project: publicKey, id: newId(), revision: 1, release: release.id },
        ...{ survey: shown.survey?.id, ticket: feed.ticket, visitor: randomUUID() },
        ...{ state: 'complete', rating: 3, comment, surface: 'panel', createdAt: at, sentAt: at },
      };
      const body = JSON.stringify(answer);
      const stored = await fetch(`${server.url}/v1/responses`, { method: 'POST', body });
      expect((await stored.json()).comment).toBe(comment);
    }
    await page.setExtraHTTPHeaders({ authorization: `Bearer ${key}` });
    const list = `${server.url}/api/projects/tidings/releases/${release.id}/responses?limit=100`;
    const listed = await page.goto(list);
    const { data } = (await listed?.json()) ?? {};
    expect(data.map(({ comment }: { comment: string }) => comment).sort()).toEqual(comments.sort());
    await page.goto(`${server.url}/docs`);
    expect(ran).toEqual([]);
  });
});

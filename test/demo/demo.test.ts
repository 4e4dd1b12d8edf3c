import { request } from 'node:http';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { onEachDatabase } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { type RunningServer, runTidings, startServer } from '../support/processes.ts';

/** Where the page frames the host app. */
async function hostOf(server: RunningServer, query = ''): Promise<URL> {
  const text = await (await fetch(`${server.url}/demo${query}`)).text();
  return new URL(/<iframe src="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '');
}

/** As `fetch`, but with a path and a host name that `fetch` would tidy up or refuse. */
function askRaw(url: URL, path: string, host = url.host): Promise<{ status: number; csp: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = url;
    const sent = request({ hostname, port, path, headers: { host } }, (reply) => {
      reply.resume();
      const csp = String(reply.headers['content-security-policy'] ?? '');
      resolve({ status: reply.statusCode ?? 0, csp });
    });
    sent.once('error', reject).end();
  });
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});

onEachDatabase('the demo', ({ open }) => {
  let server: RunningServer;
  let databaseUrl: string;

  beforeEach(async () => {
    databaseUrl = (await open()).url;
    server = await startServer({ DATABASE_URL: databaseUrl });
  });

  test('frames a host app of another origin that has the snippet as a customer would', async () => {
    const reply = await fetch(`${server.url}/demo`);
    expect(reply.status).toBe(200);
    const host = await hostOf(server);
    expect(host.origin).not.toBe(new URL(server.url).origin);
    expect(reply.headers.get('content-security-policy')).toContain(`frame-src ${host.origin};`);
    const page = await (await fetch(host)).text();
    const snippet = `<script async src="${server.url}/v1/loader.js" data-project="pk_`;
    expect(page).toContain(snippet);
  });

  test('is about another project or in Arabic where its address says so', async () => {
    const host = await hostOf(server, '?lang=ar&project=pk_other');
    const page = await (await fetch(host)).text();
    expect(page).toContain('<html lang="ar" dir="rtl">');
    expect(page).toContain('data-project="pk_other"');
  });

  test('is as strict as our documentation says that a host may be', async () => {
    const { headers } = await fetch(await hostOf(server));
    const policy = (headers.get('content-security-policy') ?? '').split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        `script-src 'self' ${server.url}`,
        `connect-src ${server.url}`,
        `img-src 'self' ${server.url}`,
        "style-src 'self'",
        "require-trusted-types-for 'script'",
        'trusted-types tidings',
        `frame-ancestors ${server.url}`,
      ]),
    );
  });

  test('serves its app at every address and nothing but its own files', async () => {
    const host = await hostOf(server);
    for (const path of ['/invoices', '/board?lang=ar', '/app.js', '/logo.svg']) {
      expect(await askRaw(host, path)).toMatchObject({ status: 200 });
    }
    for (const path of ['/cli.js', '/../package.json', '/%2e%2e/package.json', '//x/a.js']) {
      expect(await askRaw(host, path)).toMatchObject({ status: 404 });
    }
    expect((await fetch(host, { method: 'POST' })).status).toBe(405);
  });

  test('puts no caller’s words into a policy', async () => {
    const forged = 'a;script-src';
    const host = await hostOf(server);
    for (const url of [host, new URL(server.url)]) {
      const { csp } = await askRaw(url, url === host ? '/' : '/demo', forged);
      expect(csp).toContain("default-src 'none'");
      expect(csp).not.toContain(forged);
    }
  });

  test('ends with the server', async () => {
    const host = await hostOf(server);
    expect((await fetch(host)).status).toBe(200);
    await server.kill('SIGINT');
    await expect(fetch(host)).rejects.toThrow();
  });

  test('takes the port that it is given, or says which variable is in the way', async () => {
    const port = String(await freePort());
    const settings = { DATABASE_URL: databaseUrl, DEMO_PORT: port };
    const chosen = await startServer(settings);
    expect((await hostOf(chosen)).port).toBe(port);
    const second = await runTidings(['serve'], { ...settings, PORT: '0' });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(
      `Port ${port} is already in use. Choose another, for example DEMO_PORT=`,
    );
  });

  describe('in a browser', () => {
    let page: Page;
    let harbour: FrameLocator;
    let complaints: string[];

    beforeEach(async () => {
      page = await openPage(browser);
      complaints = [];
      page.on('console', (said) => {
        if (['error', 'warning'].includes(said.type())) complaints.push(said.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${server.url}/demo`);
      harbour = page.frameLocator('iframe');
      await harbour.getByRole('heading', { name: 'Good morning, Amal' }).waitFor();
    });

    test('is a product that works, with our launcher and without a complaint', async () => {
      await harbour.locator('tidings-launcher').getByRole('button').waitFor();
      await harbour.getByRole('link', { name: 'Invoices' }).click();
      await harbour.getByRole('heading', { name: 'Invoices' }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('kestrel');
      expect(await harbour.getByRole('row').count()).toBe(3);
      await page.keyboard.press('Tab');
      await page.keyboard.press('n');
      const dialog = harbour.getByRole('dialog', { name: 'New invoice' });
      await dialog.getByLabel('Customer').fill('Kestrel Bikes');
      await dialog.getByLabel('Amount').fill('12.50');
      await dialog.getByRole('button', { name: 'Create invoice' }).click();
      await harbour.getByRole('cell', { name: '€12.50' }).waitFor();
      await harbour.getByRole('link', { name: 'Board' }).click();
      await harbour.getByRole('heading', { name: 'In progress 2' }).waitFor();
      await harbour.getByRole('button', { name: 'Dark appearance' }).click();
      await harbour.locator('html[data-theme=dark]').waitFor();
      expect(complaints).toEqual([]);
    });
  });
});

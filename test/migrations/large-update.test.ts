import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../api/db/database.ts';
import { recount } from '../../api/responses/recount.ts';
import { readRatingTarget, sendAnswer } from '../faults/answers.ts';
import { launchBrowser, openPage, waitUntilRateable } from '../support/browser.ts';
import { onEachDatabase } from '../support/databases.ts';
import { hostPage } from '../support/embedding.ts';
import { type Host, startHost } from '../support/hosts.ts';
import { trustedPeers } from '../support/networks.ts';
import { freePort } from '../support/ports.ts';
import { commandOf } from '../support/previous-version.ts';
import { type RunningServer, startServer } from '../support/processes.ts';
import { launcherOf, panelOf } from '../widget/people/widget-fixture.ts';
import { acceptOwnerLink, publish, sendAs, signIn } from './owner.ts';

const answerCount = process.env.TORTURE ? 100_000 : 400;
const clients = 64;
const minuteMs = 60_000;

let previous: string;
let browser: Browser;
let host: Host;
beforeAll(async () => {
  previous = commandOf('stopped');
  browser = await launchBrowser();
}, 5 * minuteMs);
afterEach(() => host.stop());

onEachDatabase('an update of an instance that is in use', ({ openEmpty }) => {
  test(`with ${answerCount} answers, and with two that wait in browsers, loses nothing but its sessions`, {
    timeout: process.env.TORTURE ? 30 * minuteMs : 3 * minuteMs,
  }, async () => {
    const database = await openEmpty();
    const settings = {
      ...{ DATABASE_URL: database.url, PORT: String(await freePort()), LOG_LEVEL: 'error' },
      ...{ RATE_LIMITS: 'count', ...trustedPeers },
    };
    const old = await startServer(settings, previous);
    // That version prints it at its start.
    const [, token = ''] = await old.waitFor(/#enter=([\w.-]+)/);
    const formerCookie = await acceptOwnerLink(old, token);
    const secret = await addTokenKey(old, formerCookie);
    await publish(old, formerCookie, '9.0.0');
    const { projectId, project, release, newAnswer } = await readRatingTarget(old, database);
    const tokenOf = (n: number) => sign({ sub: `person-${n}`, aud: projectId }, secret);
    await sendAll(old, (n) => {
      const { visitor, ...answer } = JSON.parse(newAnswer());
      const who = n % 10 === 0 ? { token: tokenOf(n) } : { visitor };
      return JSON.stringify({ ...answer, ...who, rating: 1 + (n % 5), comment: `Number ${n}` });
    });
    const before = await figuresOf(old, formerCookie, release);
    expect(before).toMatchObject({ headline: { n: answerCount }, funnel: { shown: answerCount } });

    const tag = `<script async src="${old.url}/v1/loader.js" data-project="${project}"></script>`;
    host = await startHost({ '/': { body: hostPage(tag) } });
    const [staying, leaving] = [await openPanel(), await openPanel()];
    await old.kill();
    for (const page of [staying, leaving]) await rate(page);
    const profile = leaving.context();
    await leaving.close();
    await database.close();
    const server = await startServer(settings);
    await comeBack(profile);

    expect((await sendAs(server, formerCookie, '/session')).status).toBe(401);
    const cookie = await signIn(server);
    const answered = async () => (await figuresOf(server, cookie, release)).headline.n;
    await expect.poll(answered, { timeout: minuteMs }).toBe(answerCount + 2);
    const after = await figuresOf(server, cookie, release);
    expect(after).toEqual(withTwoMore(before));
    const badge = JSON.stringify({ project, want: 'badge', token: tokenOf(0) });
    const verified = await fetch(`${server.url}/v1/feed`, { method: 'POST', body: badge });
    expect(verified.status).toBe(200);
    await untilHashed(server);
    expect(await figuresOf(server, cookie, release)).toEqual(after);
    const updated = database.openSecond();
    expect(await commentsIn(updated)).toBe(answerCount);
    expect(await recount(updated.reader, projectId)).toEqual([]);
    expect(await server.kill()).toMatchObject({ code: 0 });
  });
});

/** Two live keys, of which the HS256 one signs this test's tokens. */
async function addTokenKey(server: RunningServer, cookie: string): Promise<string> {
  const { publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const path = '/projects/tidings/token-keys';
  await sendAs(server, cookie, path, { algorithm: 'EdDSA', publicKey: pem });
  const reply = await sendAs(server, cookie, path, { algorithm: 'HS256' });
  return (await reply.json()).secret;
}

function sign(claims: object, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const content = `${part({ alg: 'HS256' })}.${part({ ...claims, exp })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/** Sends all answers, some at a time, each of another visitor. */
async function sendAll(server: RunningServer, answer: (n: number) => string): Promise<void> {
  let next = 0;
  async function sendSome(): Promise<void> {
    while (next < answerCount) {
      const body = answer(next++);
      const reply = await sendAnswer(server.url, body);
      if (reply.status !== 201) throw new Error(await reply.text());
      await reply.arrayBuffer();
    }
  }
  await Promise.all(Array.from({ length: clients }, sendSome));
}

interface Figures {
  headline: { n: number; satisfied: number };
  distribution: { rating: number; count: number }[];
  funnel: { shown: number; read: number; answered: number };
}

/** What both versions say of a release. */
async function figuresOf(server: RunningServer, cookie: string, release: string): Promise<Figures> {
  const reply = await sendAs(server, cookie, `/projects/tidings/releases/${release}/score`);
  if (!reply.ok) throw new Error(await reply.text());
  const { headline, distribution, funnel } = await reply.json();
  const { n, satisfied } = headline;
  const { shown, read, answered } = funnel;
  return { headline: { n, satisfied }, distribution, funnel: { shown, read, answered } };
}

function withTwoMore({ headline, distribution, funnel }: Figures): Figures {
  const more = (count: number) => count + 2;
  return {
    headline: { n: more(headline.n), satisfied: more(headline.satisfied) },
    distribution: distribution.map(({ rating, count }) => {
      return { rating, count: rating === 4 ? more(count) : count };
    }),
    funnel: { shown: more(funnel.shown), read: more(funnel.read), answered: more(funnel.answered) },
  };
}

async function openPanel(): Promise<Page> {
  const page = await openPage(browser);
  await page.goto(host.origin);
  await launcherOf(page).click();
  await panelOf(page).getByRole('radio', { name: 'Good', exact: true }).first().waitFor();
  await waitUntilRateable(page);
  return page;
}

/** The server is away, so the answer waits in the browser. */
async function rate(page: Page): Promise<void> {
  await panelOf(page).getByRole('radio', { name: 'Good', exact: true }).first().check();
  await panelOf(page).getByText('Saved on this device').first().waitFor();
}

/** The same visitor in a new page, whose browser may still keep the widget of the version before. */
async function comeBack(profile: BrowserContext): Promise<void> {
  const page = await profile.newPage();
  await page.goto(host.origin);
  await launcherOf(page).click();
  await panelOf(page)
    .getByText(/^(Your rating|You said): Good/)
    .first()
    .waitFor();
}

async function untilHashed({ url }: RunningServer): Promise<void> {
  const isHashing = async () => (await (await fetch(`${url}/readyz`)).text()).includes('hashed');
  await expect.poll(isHashing, { timeout: 15 * minuteMs, interval: 500 }).toBe(false);
}

async function commentsIn({ reader }: Database): Promise<number> {
  const { count } = await reader
    .selectFrom('response_revision')
    .select((eb) => eb.fn.count<number>('comment').distinct().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

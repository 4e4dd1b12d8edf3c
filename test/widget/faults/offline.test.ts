import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { TokenKeyCreated } from '../../../contract/keys.ts';
import { goOffline, waitUntilRateable } from '../../support/browser.ts';
import { flags } from '../../support/browser-flags.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { type Instance, startInstance } from '../../support/embedding.ts';
import { type Host, startHost } from '../../support/hosts.ts';
import * as visitor from './visitor.ts';

const twoDaysMs = 2 * 24 * 60 * 60 * 1000;

onEachDatabase(
  'an answer given offline, with the browser closed after it (R7)',
  ({ dialect, open }) => {
    let instance: Instance;
    let host: Host;
    let release: string;
    let profile: string;
    const runs: BrowserContext[] = [];

    beforeEach(async () => {
      instance = await startInstance((await open()).url);
      host = await startHost({ '/': { body: visitor.pageWithStub(instance) } });
      release = await instance.publish('2.0.0');
      profile = await mkdtemp(join(tmpdir(), 'tidings-profile-'));
    });
    afterEach(async () => {
      await Promise.all(runs.splice(0).map((run) => run.close()));
      await Promise.all([host.stop(), instance.server.kill()]);
      await rm(profile, { recursive: true, force: true });
    });

    /** Starts the browser with what it kept of its runs before; `laterMs` by its own clock. */
    async function startRun(laterMs = 0): Promise<BrowserContext> {
      const executablePath = inject('headlessShellPath');
      const run = await chromium.launchPersistentContext(profile, { executablePath, args: flags });
      run.setDefaultTimeout(10_000);
      runs.push(run);
      if (laterMs > 0) await run.clock.install({ time: Date.now() + laterMs });
      return run;
    }

    /** Opens the host's page, which says who the visitor is where it knows. */
    async function visit(run: BrowserContext, token?: string): Promise<Page> {
      const page = await run.newPage();
      await page.goto(host.origin);
      if (token) await page.evaluate(identify, token);
      return page;
    }

    /** Rates the release without a connection and closes the browser; gives when it was rated. */
    async function rateOffline(token?: string): Promise<number> {
      const run = await startRun();
      const page = await visit(run, token);
      await visitor.openPanel(page);
      await visitor.face(page, 'Bad').waitFor();
      await waitUntilRateable(page);
      await goOffline(run);
      const ratedAt = Date.now();
      await visitor.face(page, 'Bad').check();
      await visitor.newest(page).getByText('Saved on this device').waitFor();
      await run.close();
      expect(await visitor.answersTo(instance, release)).toEqual([]);
      return ratedAt;
    }

    test('is delivered once, two days later, as given two days before', async () => {
      const ratedAt = await rateOffline();
      const run = await startRun(twoDaysMs);
      const page = await run.newPage();
      const posts = visitor.countPosts(page, '/v1/responses');
      await page.goto(host.origin);
      const [answer] = await visitor.waitForAnswers(instance, release);
      expect(answer).toMatchObject({ rating: 2, standing: 'anonymous', revisions: 1 });
      // The server's clock did not move: by it, two days of the browser's are two days ago.
      const offMs = Date.parse(answer?.occurredAt ?? '') - (ratedAt - twoDaysMs);
      expect(Math.abs(offMs)).toBeLessThan(1000);

      await page.waitForFunction(
        () => !Object.keys(localStorage).some((k) => k.endsWith(':waiting')),
      );
      await page.reload();
      await visitor.openPanel(page);
      await visitor.newest(page).getByText('Your rating: Bad').waitFor();
      expect(posts.count).toBe(1);
      expect(await visitor.answersTo(instance, release)).toEqual([answer]);
    });

    const algorithm = dialect === 'sqlite' ? 'HS256' : 'EdDSA';
    test(`waits for its own visitor with a fresh token (${algorithm})`, async () => {
      const sign = await createSigner(instance, algorithm);
      await rateOffline(await sign('ana', 600));
      const page = await visit(await startRun(twoDaysMs));
      const statuses: number[] = [];
      page.on('response', (reply) => {
        // Whoever rates within a second of reading is asked to wait for one.
        const isVerdict = reply.url().endsWith('/v1/responses') && reply.status() !== 425;
        if (isVerdict) statuses.push(reply.status());
      });
      const waits = () => page.evaluate(countWaiting);

      await page.evaluate(identify, await sign('ana', -1));
      await expect.poll(() => statuses).toEqual([401]);
      expect(await waits()).toBe(1);

      // The other visitor rates as well: whatever the queue wants to send as them, it has sent then.
      await page.evaluate(identify, await sign('bob', 600));
      await visitor.openPanel(page);
      await visitor.face(page, 'Very good').check();
      const [ofBob] = await visitor.waitForAnswers(instance, release);
      expect(await visitor.answersTo(instance, release)).toMatchObject([{ rating: 5 }]);
      await expect.poll(waits).toBe(1);

      await page.evaluate(identify, await sign('ana', 600));
      await expect.poll(waits).toBe(0);
      expect(statuses).toEqual([401, 201, 201]);
      const answers = await visitor.answersTo(instance, release);
      expect(answers).toHaveLength(2);
      const ofAna = answers.find(({ id }) => id !== ofBob?.id);
      expect(ofAna).toMatchObject({ rating: 2, standing: 'verified', revisions: 1 });
      expect(ofAna?.visitor).not.toBe(ofBob?.visitor);
    });
  },
);

/** What the host's own page calls. */
function identify(token: string): void {
  const page = window as unknown as Record<string, (...call: unknown[]) => void>;
  page.tidings?.('identify', { token });
}

/** How many answers the device keeps. */
async function countWaiting(): Promise<number> {
  const [{ name = '' } = {}] = await indexedDB.databases();
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = reject;
    opening.onsuccess = () => {
      const { result } = opening;
      const counting = result.transaction('answers').objectStore('answers').count();
      counting.onsuccess = () => resolve(counting.result);
      result.close();
    };
  });
}

/** The host's server: it signs who a visitor is, for so many seconds from now. */
async function createSigner({ call }: Instance, algorithm: 'EdDSA' | 'HS256') {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' });
  const input = algorithm === 'EdDSA' ? { algorithm, publicKey } : { algorithm };
  const { secret } = await call<TokenKeyCreated>('POST', '/token-keys', input);
  const { id: project } = await call<{ id: string }>('GET', '');
  const key = secret ? new TextEncoder().encode(secret) : pair.privateKey;
  return (subject: string, forSeconds: number): Promise<string> =>
    new SignJWT({})
      .setProtectedHeader({ alg: algorithm })
      .setSubject(subject)
      .setAudience(project)
      .setExpirationTime(Math.floor(Date.now() / 1000) + forSeconds)
      .sign(key);
}

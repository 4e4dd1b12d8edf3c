import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { tabTo } from '../pages/page-checks.ts';
import { readSecret, recordReplies, settingsPath } from './settings-page.ts';

const stage = setUpDashboard();
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function sign(claims: object, secret: string): string {
  const content = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

async function tryToken(page: Page, token: string): Promise<string | null> {
  await page.getByLabel('Token', { exact: true }).fill(token);
  const replied = page.waitForResponse('**/token-checks');
  await page.getByRole('button', { name: 'Test token' }).click();
  await (await replied).finished();
  const verdict = page.locator('.result');
  await verdict.locator('p').first().waitFor();
  return verdict.textContent();
}

test('a secret is made and shown once, and tokens are tried against it', async () => {
  const page = await stage.visit(settingsPath('tokens'));
  await headingOf(page, 'Visitor tokens').waitFor();
  await page.getByText('No keys yet').waitFor();
  await tabTo(page, 'Create secret (HS256)', 'button');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Save the HS256 secret' }).waitFor();
  const heard = recordReplies(page);
  const secret = await readSecret(page);
  const { id: aud } = await stage.call<{ id: string }>('GET', '');
  const now = Math.floor(Date.now() / 1000);
  const good = { sub: 'u-<b>1</b>', aud, exp: now + 3600 };

  const words = await tryToken(
    page,
    sign({ ...good, account: 'Acme', traits: { plan: 'pro' } }, secret),
  );
  expect(words).toMatch(/This token is valid\..*u-<b>1<\/b>.*Acme.*\{"plan":"pro"\}/s);
  expect(await tryToken(page, sign({ ...good, exp: now - 60 }, secret))).toContain(
    'The token has expired',
  );
  const foreign = await tryToken(page, sign({ ...good, aud: 'another' }, secret));
  expect(foreign).toMatch(/its aud is not this project\..*aud\s*another/s);
  const none = `${encode({ alg: 'none' })}.${encode(good)}.`;
  expect(await tryToken(page, none)).toMatch(/it is not a signed JWT\..*alg\s*none/s);
  expect(await tryToken(page, sign(good, 'not the secret'))).toContain(
    'no live key of this project signed it',
  );
  expect(await tryToken(page, 'not a token')).toContain('it is not a signed JWT');

  await page.reload();
  await page.getByRole('button', { name: 'Retire the HS256 key' }).waitFor();
  expect(heard.join()).not.toContain(secret);
  // Where logs go: what was tried stands in none of them.
  expect(stage.server.output()).not.toContain(sign(good, secret).slice(-20));
});

test('a public key is added, a private one refused, and there are two at most', async () => {
  const page = await stage.visit(settingsPath('tokens'));
  const pair = generateKeyPairSync('ed25519');
  const field = page.getByLabel('Ed25519 public key (PEM)');
  await field.fill(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  await page.getByRole('button', { name: 'Add public key' }).click();
  await page.getByText('This is a private key.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill(pair.publicKey.export({ type: 'spki', format: 'pem' }).toString());
  await page.getByRole('button', { name: 'Add public key' }).click();
  await page.getByRole('button', { name: 'Retire the EdDSA key' }).waitFor();
  await page.getByText('You have two live keys, the maximum.').waitFor();

  await page.getByRole('button', { name: 'Retire the EdDSA key' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retire key' }).click();
  await page.getByText('Key retired.').waitFor();
  await page.getByRole('button', { name: 'Add public key' }).waitFor();
});

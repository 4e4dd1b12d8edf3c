import { describe, expect, test } from 'vitest';
import { newId } from '../../../api/ids.ts';
import { createPasswordLink } from '../../../api/people/password-links.ts';
import {
  fillInSignIn,
  fillInSignUp,
  headingOf,
  owner,
  setUpDashboard,
} from './dashboard-fixture.ts';
import { findFaults } from './page-checks.ts';

describe('the first owner', () => {
  const stage = setUpDashboard();

  test('comes in by the printed link, which leaves the address bar at once and works once', async () => {
    const page = await stage.visit(stage.enterLink, { as: 'first' });
    await headingOf(page, 'Welcome to Tidings').waitFor();
    expect(page.url()).toBe(`${stage.server.url}/admin/`);
    await page.reload();
    await headingOf(page, 'Welcome to Tidings').waitFor();
    expect(page.url()).toBe(`${stage.server.url}/admin/`);
    await fillInSignUp(page, owner);
    expect(page.url()).toBe(`${stage.server.url}/admin/tidings/releases`);
    expect(await page.title()).toBe('Releases · Tidings · Tidings');

    const keptOf = () =>
      page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
    expect(await keptOf()).not.toContain(stage.enterLink.split('#enter=')[1]);
    await page.goto(`${stage.server.url}/admin/`);
    await headingOf(page, 'Releases').waitFor();

    const second = await stage.visit(stage.enterLink, { as: 'first' });
    await headingOf(second, 'This link doesn’t work').waitFor();
    await second.getByText('This link has already been used.').waitFor();
    await second.reload();
    await headingOf(second, 'Sign in').waitFor();
  });
});

describe('whoever is not signed in', () => {
  const stage = setUpDashboard();

  test.each(['%', '%E0%A4%A', '', '#enter='])(
    'is told that a broken link does not open: %s',
    async (token) => {
      const page = await stage.visit(`/admin/#enter=${token}`, { as: 'guest' });
      const name = /^(This link doesn’t work|Sign in)$/;
      await page.getByRole('heading', { level: 1, name }).waitFor();
      expect(page.url()).not.toContain('enter=');
    },
  );

  test('signs in and comes to where they wanted to go', async () => {
    const wanted = '/admin/tidings/releases?state=draft';
    const page = await stage.visit(wanted, { as: 'guest' });
    await headingOf(page, 'Sign in').waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe(wanted);
    await fillInSignIn(page, owner);
    await headingOf(page, 'Releases').waitFor();
    expect(page.url()).toBe(stage.server.url + wanted);
  });

  test.each([
    '//evil.example/admin/',
    'https://evil.example/admin/',
    'javascript:alert(1)',
    '/docs',
  ])('is never sent on to %s', async (next) => {
    const path = `/admin/sign-in?next=${encodeURIComponent(next)}`;
    const page = await stage.visit(path, { as: 'guest' });
    await fillInSignIn(page, owner);
    await headingOf(page, 'Releases').waitFor();
    expect(page.url()).toBe(`${stage.server.url}/admin/tidings/releases`);
  });

  test('is told that the password is wrong, and may try again', async () => {
    const page = await stage.visit('/admin/', { as: 'guest' });
    await fillInSignIn(page, { ...owner, password: 'six blue boats' });
    await page
      .getByRole('alert')
      .filter({ hasText: 'The e-mail address or password is wrong.' })
      .waitFor();
    expect(await page.getByLabel('E-mail address').inputValue()).toBe(owner.email);
    await fillInSignIn(page, owner);
    await headingOf(page, 'Releases').waitFor();
  });

  test('signs out, and is out', async () => {
    const page = await stage.visit('/admin/sign-in', { as: 'guest' });
    await fillInSignIn(page, owner);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await headingOf(page, 'Sign in').waitFor();
    await page.goto(`${stage.server.url}/admin/account`);
    await headingOf(page, 'Sign in').waitFor();
  });
});

describe('whoever has forgotten their password', () => {
  const stage = setUpDashboard();

  test('chooses another by a link, once, and is in', async () => {
    const asked = await stage.visit('/admin/sign-in', { as: 'guest' });
    await asked.getByText('Ask the person who runs this server for a link').waitFor();
    const by = { email: owner.email, publicUrl: stage.server.url };
    const { link } = await stage.database.writer
      .transaction()
      .execute((trx) => createPasswordLink(trx, by, { now: new Date(), newId }));

    const page = await stage.visit(link, { as: 'guest' });
    await headingOf(page, 'Choose a new password').waitFor();
    expect(page.url()).toBe(`${stage.server.url}/admin/new-password`);
    await page.reload();
    await headingOf(page, 'Choose a new password').waitFor();
    expect(await page.getByLabel('E-mail address').inputValue()).toBe(owner.email);
    expect(await findFaults(page)).toEqual([]);
    await page.getByLabel('New password').fill('seven green boats');
    await page.getByRole('button', { name: 'Set password' }).click();
    await headingOf(page, 'Releases').waitFor();

    const second = await stage.visit(link, { as: 'guest' });
    await headingOf(second, 'This link doesn’t work').waitFor();
    await second.getByRole('link', { name: 'Sign in' }).click();
    await fillInSignIn(second, { ...owner, password: 'seven green boats' });
    await headingOf(second, 'Releases').waitFor();
    await second.goto(`${stage.server.url}/admin/tidings/audit`);
    await second.getByText('Ann Harper set a new password with a password link.').waitFor();
    await second.getByText('Tidings created a password link for Ann Harper.').waitFor();
  });

  test('does not take a link to a new password for an invitation', async () => {
    const by = { email: owner.email, publicUrl: stage.server.url };
    const { link } = await stage.database.writer
      .transaction()
      .execute((trx) => createPasswordLink(trx, by, { now: new Date(), newId }));
    const page = await stage.visit(link, { as: 'guest' });
    await headingOf(page, 'Choose a new password').waitFor();
    await page.goto(`${stage.server.url}/admin/`);
    await headingOf(page, 'Sign in').waitFor();
    await page.goBack();
    await headingOf(page, 'Choose a new password').waitFor();
  });

  test('comes to the sign-in page without one', async () => {
    const page = await stage.visit('/admin/new-password', { as: 'guest' });
    await headingOf(page, 'Sign in').waitFor();
  });
});

describe('somebody who guesses', () => {
  const stage = setUpDashboard(undefined, { RATE_LIMITS: 'on' });

  test('is told when to try again', async () => {
    const page = await stage.visit('/admin/', { as: 'guest' });
    const wrong = { ...owner, email: 'bob@example.com', password: 'a guess' };
    const limited = page
      .getByRole('alert')
      .filter({ hasText: /^Too many attempts\. Try again at \d\d:\d\d\.$/ });
    for (let tries = 0; tries < 12 && (await limited.count()) === 0; tries += 1) {
      const replied = page.waitForResponse('**/api/session');
      await fillInSignIn(page, wrong);
      await (await replied).finished();
    }
    await limited.waitFor();
  });
});

describe('a session that ends in the middle', () => {
  const stage = setUpDashboard();

  test('is begun again over the page, where nothing typed is lost', async () => {
    const page = await stage.visit('/admin/sign-in', { as: 'guest' });
    await fillInSignIn(page, owner);
    await headingOf(page, 'Releases').waitFor();
    await page.goto(`${stage.server.url}/admin/new-project`);
    await page.getByLabel('Name').fill('Acme Cloud');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Create project' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByLabel('Password').fill(owner.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Nothing is released here yet').waitFor();
    expect(page.url()).toBe(`${stage.server.url}/admin/acme-cloud/releases`);
  });

  test('leads to the sign-in page where somebody would rather leave', async () => {
    const page = await stage.visit('/admin/tidings/releases');
    await headingOf(page, 'Releases').waitFor();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Draft' }).click();
    await page.getByRole('button', { name: 'Leave this page' }).click();
    await headingOf(page, 'Sign in').waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe(
      '/admin/tidings/releases?state=draft',
    );
  });
});

describe('whoever is signed in', () => {
  const stage = setUpDashboard();

  test('changes the password, and is told what was wrong where it was', async () => {
    const page = await stage.visit('/admin/account');
    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill('seven red boats');
    await page.getByRole('button', { name: 'Change password' }).click();
    const present = page.getByLabel('Current password');
    await page.getByText('This is not your current password.').waitFor();
    expect(await present.getAttribute('aria-invalid')).toBe('true');
    expect(await present.evaluate((field) => field.matches(':focus'))).toBe(true);
    await present.fill(owner.password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Password changed.').waitFor();
  });

  test('signs out everywhere after being asked', async () => {
    const page = await stage.visit('/admin/account');
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await headingOf(page, 'Account').waitFor();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
    await headingOf(page, 'Sign in').waitFor();
  });
});

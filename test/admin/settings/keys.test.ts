import { describe, expect, test } from 'vitest';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { tabTo } from '../pages/page-checks.ts';
import {
  readSecret,
  recordReplies,
  settingsPath,
  signUpByLink,
  signUpInBrowser,
} from './settings-page.ts';

const hostile = '<img src=x onerror="document.title=\'owned\'">';

describe('API keys', () => {
  const stage = setUpDashboard();

  test('are made, shown once and deleted, by keyboard alone', async () => {
    const page = await stage.visit(settingsPath('keys'));
    await headingOf(page, 'API keys').waitFor();
    await tabTo(page, 'Name', 'textbox');
    await page.keyboard.type(`CI ${hostile}`);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: `Save the key CI ${hostile}` }).waitFor();
    const heard = recordReplies(page);
    const key = await readSecret(page);
    expect(key).toMatch(/^sk_/);
    const opened = await fetch(`${stage.server.url}/api/projects/tidings/releases`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(opened.status).toBe(200);

    await page.reload();
    const row = page.getByRole('listitem').filter({ hasText: hostile });
    await row.getByText('used just now').waitFor();
    await expect.poll(() => heard.join()).toContain(hostile.replaceAll('"', '\\"'));
    expect(heard.join()).not.toContain(key.slice(-30));
    expect(await page.content()).not.toContain(key.slice(-30));

    await tabTo(page, `Delete the key CI ${hostile}`, 'button');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Delete key', 'button');
    await page.keyboard.press('Enter');
    await page.getByText(`Deleted the key CI ${hostile}.`).waitFor();
    const shut = await fetch(opened.url, { headers: { authorization: `Bearer ${key}` } });
    expect(shut.status).toBe(401);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('are not deleted when somebody thinks better of it', async () => {
    await stage.call('POST', '/keys', { name: 'Kept', scope: 'read' });
    const page = await stage.visit(settingsPath('keys'));
    await page.getByRole('button', { name: 'Delete the key Kept' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Delete the key Kept' }).waitFor();
  });
});

describe('members', () => {
  const stage = setUpDashboard();
  const roleOf = (page: Awaited<ReturnType<typeof stage.visit>>, name: string) =>
    page.getByRole('combobox', { name: `Role of ${name}` });

  test('are invited by a link that works once, in another browser', async () => {
    const page = await stage.visit(settingsPath('members'));
    const heard = recordReplies(page);
    await page.getByLabel('Role', { exact: true }).selectOption('Publisher');
    await page.getByRole('button', { name: 'Create link' }).click();
    await page.getByRole('dialog').waitFor();
    const link = await readSecret(page);
    heard.length = 0;
    await page.reload();
    await page.getByText('Anyone with the link').waitFor();
    expect(heard.join()).not.toContain(link.split('#enter=')[1]);

    const other = await stage.visit('/admin/', { as: 'guest' });
    await signUpByLink(other, stage, link, 'Bo');
    await page.reload();
    expect(await roleOf(page, 'Bo').inputValue()).toBe('publisher');
    await expect.poll(() => page.getByText('Anyone with the link').count()).toBe(0);
    const late = await stage.visit('/admin/', { as: 'guest' });
    await late.goto('about:blank');
    await late.goto(`${stage.server.url}/admin/#enter=${link.split('#enter=')[1]}`);
    await late.getByText('This link has already been used.').waitFor();
  });

  test('are not invited any more once the invitation is withdrawn', async () => {
    const { link } = await stage.call<{ link: string }>('POST', '/invitations', {
      role: 'viewer',
      email: 'dora@example.com',
    });
    const page = await stage.visit(settingsPath('members'));
    await page
      .getByRole('button', { name: 'Withdraw the invitation for dora@example.com' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw invitation' }).click();
    await page.getByText('Invitation withdrawn.').waitFor();
    const late = await stage.visit('/admin/', { as: 'guest' });
    await late.goto('about:blank');
    await late.goto(`${stage.server.url}/admin/#enter=${link.split('#enter=')[1]}`);
    await headingOf(late, 'This link doesn’t work').waitFor();
  });

  test('get another role, which can be undone, and are removed after a question', async () => {
    const theirs = await signUpInBrowser(stage, 'viewer', 'Chi');
    const page = await stage.visit(settingsPath('members'));
    await roleOf(page, 'Chi').selectOption('Editor');
    await page.getByText('Chi is now an editor.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => roleOf(page, 'Chi').inputValue()).toBe('viewer');
    await page.getByRole('button', { name: 'Remove Chi' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click();
    await page.getByText('Removed Chi.').waitFor();
    await theirs.reload();
    await theirs.getByText('Page not found').waitFor();
  });

  test('keep their last owner, and are told why', async () => {
    const page = await stage.visit(settingsPath('members'));
    await page.getByText('The last owner can’t leave or change roles.').waitFor();
    expect(await roleOf(page, 'Ann Harper').isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Leave project' }).isDisabled()).toBe(true);

    await signUpInBrowser(stage, 'owner', 'Eve');
    await page.reload();
    await roleOf(page, 'Ann Harper').selectOption('Viewer');
    const question = page.getByRole('dialog', { name: 'Become a viewer?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await roleOf(page, 'Ann Harper').inputValue()).toBe('owner');
    await roleOf(page, 'Ann Harper').selectOption('Viewer');
    await question.getByRole('button', { name: 'Change my role' }).click();
    await page.getByText('An owner can invite others').waitFor();
    expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { findFaultsOnEachScreen, tabTo } from '../pages/page-checks.ts';
import { settingsPath, signUpInBrowser } from './settings-page.ts';

const stage = setUpDashboard();

describe('a dialog that ends a right', () => {
  /** A new owner who has created an admin key, with which another key was created. */
  async function ownerWithKeys(name: string): Promise<{ key: string; under: string }> {
    const page = await signUpInBrowser(stage, 'owner', name);
    const create = (title: string, bearer?: string) =>
      page.evaluate(
        async ([keyName, token]) => {
          const headers: Record<string, string> = { 'content-type': 'application/json' };
          if (token) headers.authorization = `Bearer ${token}`;
          const body = JSON.stringify({ name: keyName, scope: 'admin' });
          const reply = await fetch('/api/projects/tidings/keys', {
            method: 'POST',
            headers,
            body,
          });
          return (await reply.json()).key as string;
        },
        [title, bearer] as const,
      );
    const key = await create(`${name} deploys`);
    return { key, under: await create(`${name} imports`, key) };
  }

  const opens = async (key: string) => {
    const path = `${stage.server.url}/api/projects/tidings`;
    return (await fetch(path, { headers: { authorization: `Bearer ${key}` } })).status === 200;
  };

  test('lists what is withdrawn, and a key can be kept by keyboard', async () => {
    const { key, under } = await ownerWithKeys('Mia');
    const lost = await ownerWithKeys('Noa');
    const page = await stage.visit(settingsPath('members'));
    await page.getByRole('button', { name: 'Remove Mia' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Mia?' });
    await dialog.getByText('This stops working at once:').waitFor();
    await dialog.getByText('created with the key Mia deploys').waitFor();
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
    const box = dialog.getByRole('checkbox', { name: 'Keep the key Mia deploys and take it over' });
    await box.focus();
    await page.keyboard.press('Space');
    await dialog.getByText('Stays with the key Mia deploys.').waitFor();
    await tabTo(page, 'Remove member', 'button');
    await page.keyboard.press('Enter');
    await page.getByText('Removed Mia.').waitFor();
    expect([await opens(key), await opens(under)]).toEqual([true, true]);

    await page.getByRole('combobox', { name: 'Role of Noa' }).selectOption('Publisher');
    const question = page.getByRole('dialog', { name: 'Make Noa a publisher?' });
    await question.getByRole('button', { name: 'Change role' }).click();
    await page.getByText('Noa is now a publisher.').waitFor();
    expect([await opens(lost.key), await opens(lost.under)]).toEqual([false, false]);
  });

  test('asks the same before a key is deleted', async () => {
    const { key } = await ownerWithKeys('Liv');
    const page = await stage.visit(settingsPath('keys'));
    await page.getByRole('button', { name: 'Delete the key Liv deploys' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete the key Liv deploys?' });
    await dialog.getByRole('checkbox').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await opens(key)).toBe(true);
  });
});

test('the list of keys names their creators, and an owner takes over a refused key', async () => {
  await stage.call('POST', '/keys', { name: 'Nightly', scope: 'read' });
  await stage.call('POST', '/keys', { name: 'Unknown', scope: 'read' });
  await stage.database.writer
    .updateTable('api_key')
    .set({ created_by: 'person:019f2c4e-8a10-7c3b-9d52-1f6e0b7a4c21' })
    .where('name', '=', 'Nightly')
    .execute();
  await stage.database.writer
    .updateTable('api_key')
    .set({ created_by: null })
    .where('name', '=', 'Unknown')
    .execute();
  const page = await stage.visit(settingsPath('keys'));
  await headingOf(page, 'API keys').waitFor();
  await page.getByText('The creator of this key is unknown.').waitFor();
  const row = page.getByRole('listitem').filter({ hasText: 'Nightly' });
  await row.getByText('can no longer create keys').waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take over the key Nightly' }).click();
  await page.getByText('You took over the key Nightly.').waitFor();
  await row.getByText('by Ann Harper').waitFor();
});

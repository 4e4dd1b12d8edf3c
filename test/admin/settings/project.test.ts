import { describe, expect, test } from 'vitest';
import type { Project } from '../../../contract/projects.ts';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { settingsPath } from './settings-page.ts';

const hostile = '<img src=x onerror="document.title=\'owned\'">';

describe('allowed origins', () => {
  const stage = setUpDashboard();
  const ask = (origin: string) =>
    fetch(`${stage.server.url}/v1/feed`, {
      method: 'POST',
      headers: { origin },
      body: JSON.stringify({ project: stage.publicKey, want: 'badge' }),
    });

  test('begin with all, are added in the server’s words, and removed with a way back', async () => {
    expect((await ask('https://seen.example')).status).toBe(200);
    const page = await stage.visit(settingsPath('origins'));
    await page.getByText('All pages are allowed').waitFor();
    const field = page.getByRole('textbox', { name: 'Origin' });
    await field.fill('https://app.example.com/path');
    await page.keyboard.press('Enter');
    await page
      .getByText('Must be an origin such as https://app.example.com, without a path.')
      .waitFor();
    await field.fill('https://app.example.com');
    await page.keyboard.press('Enter');
    const question = page.getByRole('dialog', { name: 'Block 1 origin?' });
    await question.getByText('https://seen.example').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('https://app.example.com');
    expect((await stage.call<Project>('GET', '')).allowedOrigins).toEqual([]);
    await page.getByRole('button', { name: 'Add origin', exact: true }).click();
    await question.getByRole('button', { name: 'Save and block' }).click();
    await page.getByText('Saved. Pages on https://app.example.com can show the widget.').waitFor();
    await expect.poll(async () => (await ask('https://seen.example')).status).toBe(403);

    await page.getByRole('button', { name: 'Add https://seen.example' }).click();
    await page.getByRole('button', { name: 'Remove https://seen.example' }).waitFor();
    await expect.poll(async () => (await ask('https://seen.example')).status).toBe(200);
    await page.getByRole('button', { name: 'Remove https://seen.example' }).click();
    await question.getByText('https://seen.example').waitFor();
    expect(await question.getByRole('button', { name: 'Allow them too' }).count()).toBe(0);
    await question.getByRole('button', { name: 'Save and block' }).click();
    await page.getByText('Pages on https://seen.example are blocked.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Remove https://seen.example' }).waitFor();
    await field.fill('https://seen.example');
    await page.keyboard.press('Enter');
    await page.getByText('https://seen.example is already in the list.').waitFor();
  });

  test('take in at once what the first of them would shut out', async () => {
    await stage.call('PATCH', '', { allowedOrigins: [] });
    await expect.poll(async () => (await ask('https://other.example')).status).toBe(200);
    const page = await stage.visit(settingsPath('origins'));
    await page.getByRole('button', { name: 'Add https://other.example' }).waitFor();
    await page.getByRole('textbox', { name: 'Origin' }).fill('https://shop.example');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Allow them too' }).click();
    await page.getByText(/^Saved\. Pages on https:\/\/shop\.example and /).waitFor();
    const { allowedOrigins } = await stage.call<Project>('GET', '');
    expect(allowedOrigins[0]).toBe('https://shop.example');
    expect(allowedOrigins).toContain('https://other.example');
    expect(allowedOrigins).toContain('https://seen.example');
  });

  test('are not saved over what somebody else saved meanwhile', async () => {
    const page = await stage.visit(settingsPath('origins'));
    await page.getByRole('textbox', { name: 'Origin' }).fill('https://mine.example');
    await stage.call('PATCH', '', { allowedOrigins: ['https://theirs.example'] });
    await page.getByRole('button', { name: 'Add origin', exact: true }).click();
    await page.getByText('Someone else has changed this project.').waitFor();
    await page.getByRole('button', { name: 'Load their changes' }).click();
    await page.getByRole('button', { name: 'Remove https://theirs.example' }).waitFor();
    await page.getByRole('button', { name: 'Add origin', exact: true }).click();
    await page.getByText('Pages on https://mine.example can show the widget.').waitFor();
    const { allowedOrigins } = await stage.call<Project>('GET', '');
    expect(allowedOrigins).toEqual(['https://theirs.example', 'https://mine.example']);
  });
});

describe('the theme', () => {
  const stage = setUpDashboard();

  test('is previewed by the widget’s own elements while it is chosen, and saved', async () => {
    const page = await stage.visit(settingsPath('theme'), { browser: { colorScheme: 'light' } });
    const panel = page.locator('tidings-changelog section');
    await page.getByRole('article').first().waitFor();
    const drawn = (property: string) =>
      panel.evaluate((section, name) => getComputedStyle(section).getPropertyValue(name), property);
    expect(await drawn('background-color')).toBe('rgb(255, 255, 255)');
    await page.getByLabel('Surface', { exact: true }).fill('#fff7e0');
    await expect.poll(() => drawn('background-color')).toBe('rgb(255, 247, 224)');
    await page.getByLabel('Radius of corners, in pixels').fill('3');
    await expect.poll(() => drawn('border-radius')).toBe('3px');
    await page.getByLabel('Fonts').fill('Georgia, serif');
    await expect.poll(() => drawn('font-family')).toContain('Georgia');
    const launcher = page.locator('launcher-sample button');
    await page.getByLabel('Pick: Accent', { exact: true }).fill('#0f766e');
    const ground = () => launcher.evaluate((button) => getComputedStyle(button).backgroundColor);
    await expect.poll(ground).toBe('rgb(15, 118, 110)');
    await page.getByLabel('Accent on dark pages', { exact: true }).fill('#00ff88');
    await page.getByRole('radio', { name: 'Dark' }).last().check();
    await expect.poll(() => drawn('background-color')).toBe('rgb(26, 28, 35)');
    await expect.poll(ground).toBe('rgb(0, 255, 136)');

    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Open widgets show it').waitFor();
    const saved = {
      surface: '#fff7e0',
      radius: 3,
      font: 'Georgia, serif',
      accent: '#0f766e',
      dark: { accent: '#00ff88' },
    };
    expect((await stage.call<Project>('GET', '')).theme).toEqual(saved);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await stage.call<Project>('GET', '')).theme).toEqual({});
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });

  test('has all that is no colour too, seen in the preview at once', async () => {
    const page = await stage.visit(settingsPath('theme'), { browser: { colorScheme: 'light' } });
    await page.getByRole('article').first().waitFor();
    const drawn = (selector: string, property: string) =>
      page
        .locator(selector)
        .evaluate((one, name) => getComputedStyle(one).getPropertyValue(name), property);
    const panel = 'tidings-changelog section';
    expect(await drawn(panel, 'box-shadow')).not.toBe('none');
    await page.getByLabel('Shadow').selectOption('Without');
    await expect.poll(() => drawn(panel, 'box-shadow')).toBe('none');
    await expect.poll(() => drawn('launcher-sample button', 'box-shadow')).toBe('none');
    await page.getByLabel('Spacing, as a factor').fill('1.25');
    await expect.poll(() => drawn(panel, '--t-space')).toBe('1.25');
    const placeOf = async (selector: string) => {
      const box = await page.locator(selector).boundingBox();
      if (!box) throw new Error(`${selector} is not to be seen.`);
      return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
    };
    const isNear = async () => {
      const [frame, button] = [
        await placeOf('launcher-sample'),
        await placeOf('launcher-sample button'),
      ];
      return {
        top: button.top - frame.top < frame.bottom - button.bottom,
        left: button.left - frame.left < frame.right - button.right,
      };
    };
    expect(await isNear()).toEqual({ top: false, left: false });
    await page.getByLabel('Corner of the launcher').selectOption('Top start');
    await expect.poll(isNear).toEqual({ top: true, left: true });
    await page.getByLabel('Layer, as a CSS z-index').fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Layer, as a CSS z-index: ').waitFor();
    await page.getByLabel('Layer, as a CSS z-index').fill('40');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Open widgets show it').waitFor();
    const saved = { shadow: false, spacing: 1.25, corner: 'top-start', zIndex: 40 };
    expect((await stage.call<Project>('GET', '')).theme).toEqual(saved);
    await page.reload();
    await expect.poll(() => page.getByLabel('Shadow').inputValue()).toBe('false');
    expect(await page.getByLabel('Corner of the launcher').inputValue()).toBe('top-start');
    await stage.call('PATCH', '', { theme: {} });
  });

  test('is warned of where it is hard to read, and refused where it is none', async () => {
    const page = await stage.visit(settingsPath('theme'));
    await page.getByLabel('Accent', { exact: true }).fill('#ffd166');
    await page.getByText(/Accent on the surface, as in links, light: 1\.\d:1/).waitFor();
    await page.getByLabel('Accent', { exact: true }).fill('#10653f');
    await expect.poll(() => page.getByText('Hard to read').count()).toBe(0);
    await page.getByLabel('Text on dark pages', { exact: true }).fill('red');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Text, on dark pages: Must be a colour such as #1a56db.').waitFor();
    expect((await stage.call<Project>('GET', '')).theme).toEqual({});
    // Once, in words, and until it is mended.
    expect(await page.getByText('Must be a colour').count()).toBe(1);
    expect(await page.getByText('/theme').count()).toBe(0);
    await page.getByLabel('Text on dark pages', { exact: true }).fill('#eeeeee');
    await expect.poll(() => page.getByText('Must be a colour').count()).toBe(0);
  });

  test('has its preview above the fields where the screen is narrow, and warns beside them', async () => {
    const browser = { viewport: { width: 360, height: 740 } };
    const page = await stage.visit(settingsPath('theme'), { browser });
    await page.getByRole('article').first().waitFor();
    const accent = page.getByLabel('Accent', { exact: true });
    await accent.fill('#ffd166');
    const group = page.getByRole('group', { name: 'On light pages' });
    await group.getByText(/Accent on the surface, as in links, light: 1\.\d:1/).waitFor();
    const seen = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(seen).toBe(360);
    await accent.scrollIntoViewIfNeeded();
    const [preview, field] = [
      await page.locator('.preview').boundingBox(),
      await accent.boundingBox(),
    ];
    expect(preview?.y).toBeGreaterThanOrEqual(-1);
    expect((preview?.y ?? 0) + (preview?.height ?? 0)).toBeLessThan(740);
    expect(field?.y).toBeGreaterThan((preview?.y ?? 0) + (preview?.height ?? 0) - 1);
  });
});

describe('the project', () => {
  const stage = setUpDashboard();

  test('gets another name and address', async () => {
    const page = await stage.visit(settingsPath('project'));
    await page.getByLabel('Name').fill(hostile);
    await page.getByLabel('Product URL').fill('ftp://x');
    await page.getByRole('button', { name: 'Save project', exact: true }).click();
    await page.getByText('Must be an http or https address.').waitFor();
    await page.getByLabel('Product URL').fill('https://acme.example');
    await page.getByRole('button', { name: 'Save project', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: `Project ${hostile}` }).waitFor();
    expect(await stage.call('GET', '')).toMatchObject({
      name: hostile,
      url: 'https://acme.example',
    });
    expect(await page.locator('img').count()).toBe(0);
  });

  test('is not changed over what somebody else changed', async () => {
    const page = await stage.visit(settingsPath('project'));
    await page.getByLabel('Name').fill('Mine');
    await stage.call('PATCH', '', { name: 'Theirs' });
    await page.getByRole('button', { name: 'Save project', exact: true }).click();
    await page.getByText('Someone else has changed this project.').waitFor();
    await page.getByRole('button', { name: 'Load their changes' }).click();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Theirs');
  });

  test('says whose answers count, and by which traits', async () => {
    const page = await stage.visit(settingsPath('project'));
    await page.getByLabel('Count only visitors with a token').check();
    const traits = page.getByLabel('Traits to count by');
    await traits.fill('plan\nrole\na\nb\nc\nd');
    await page.getByRole('button', { name: 'Save rules' }).click();
    await expect.poll(() => traits.getAttribute('aria-invalid')).toBe('true');
    expect(await stage.call('GET', '')).toMatchObject({
      requireVerified: false,
      talliedTraits: [],
    });
    await traits.fill(' plan\nrole, of a crew\n\nplan ');
    await page.getByRole('button', { name: 'Save rules' }).click();
    await page.getByText('Saved.').waitFor();
    const saved = { requireVerified: true, talliedTraits: ['plan', 'role, of a crew'] };
    expect(await stage.call('GET', '')).toMatchObject(saved);
    await page.reload();
    await expect.poll(() => traits.inputValue()).toBe('plan\nrole, of a crew');
    expect(await page.getByLabel('Count only visitors with a token').isChecked()).toBe(true);
    await page.getByLabel('Count only visitors with a token').uncheck();
    await page.getByRole('button', { name: 'Save rules' }).click();
    await expect
      .poll(async () => (await stage.call<Project>('GET', '')).requireVerified)
      .toBe(false);
  });

  test('moves to another slug after a question, and the page moves with it', async () => {
    const page = await stage.visit(settingsPath('project'));
    await page.getByLabel('Slug').fill('harbour');
    await page.getByRole('button', { name: 'Save project', exact: true }).click();
    const question = page.getByRole('dialog', { name: 'Change the slug to harbour?' });
    await question.getByText('The snippet in your pages keeps working.').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(page.url()).toContain('/admin/tidings/');
    await page.getByRole('button', { name: 'Save project', exact: true }).click();
    await question.getByRole('button', { name: 'Change slug' }).click();
    await expect.poll(() => page.url()).toBe(`${stage.server.url}/admin/harbour/settings/project`);
    await headingOf(page, 'Project').waitFor();
    await page.getByRole('link', { name: 'Releases' }).click();
    await headingOf(page, 'Releases').waitFor();
  });
});

import { beforeAll, expect, test } from 'vitest';
import type { Release } from '../../../contract/releases.ts';
import { phone } from '../../support/screens.ts';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { findFaultsOnEachScreen } from '../pages/page-checks.ts';
import { createDraft, openEditor } from './editor-page.ts';

const stage = setUpDashboard();
const states: Record<string, string> = {};
const long = 'w'.repeat(90);

beforeAll(async () => {
  const notes = [
    {
      kind: 'security',
      title: long,
      body: `${long}\n\n- one\n\n\`code\` [link](https://a.example/${long})`,
    },
    { kind: 'fixed', title: '', body: 'It **works**.' },
  ];
  const make = (version: string) =>
    stage.call<Release>('POST', '/releases', { version, title: long, notes, major: true });
  const publish = async (version: string, when: object) => {
    const { id } = await make(version);
    await stage.call('POST', `/releases/${id}/publish`, when);
    return id;
  };
  states.draft = (await make(`2.0-${'x'.repeat(80)}`)).id;
  states.live = await publish('2.1', {});
  states.scheduled = await publish('2.2', { at: '2090-01-01T12:00', zone: 'UTC' });
  states.rolledBack = await publish('2.3', {});
  const reason = { reason: long };
  await stage.call('POST', `/releases/${states.rolledBack}/roll-back`, reason);
});

test.each(['new', 'draft', 'live', 'scheduled', 'rolledBack'])(
  'the editor of a release that is %s is within everybody’s reach',
  { timeout: 60_000 },
  async (state) => {
    const { page, preview } = await openEditor(stage, states[state]);
    await page.waitForLoadState('networkidle');
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
    await page.setViewportSize(phone);
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await preview.getByRole('heading', { name: 'What’s new in Tidings' }).waitFor();
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
  },
);

test('so are its dialogs and two editions side by side', { timeout: 60_000 }, async () => {
  const { id } = await createDraft(stage, '3.1', [long]);
  const desk = await openEditor(stage, id);
  const { page } = desk;
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByLabel('At a time').check();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await stage.call('PATCH', `/releases/${id}`, { title: long });
  await desk.title.fill('Mine');
  await page.getByRole('button', { name: 'Keep mine' }).waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
});

test('a release that is not there is told so, with a way on', async () => {
  const page = await stage.visit(
    '/admin/tidings/releases/01890000-0000-7000-8000-000000000000/edit',
  );
  await headingOf(page, 'Edit release').waitFor();
  await page.getByText('Not found').waitFor();
  await page.getByRole('link', { name: 'Go to my project' }).waitFor();
});

import type { Page } from 'playwright-core';
import type { Scene } from './albums.ts';
import type { Call } from './furnish.ts';

type Act = (page: Page) => Promise<unknown>;

/** What a changelog may hold, and two lines that become nothing. */
const changelog = `All that changed.

## [2.1.0] - 2026-10-05

### Added

- Boards for every crew: drag a berth from one to the other.
- A quiet mode for the night shift.

### Fixed

- Umlauts are found whether or not you type them.

## [2.0.0] - 2026-08-20

### Removed

- The old CSV export. Use Export → Table.

## [1.9.9] - 2026-07-01 [YANKED]

### Security

- Links in e-mails to guests expire after 7 days.

Thanks to everybody who reported these.
`;

const settings = ['install', 'members', 'keys', 'origins', 'tokens', 'theme', 'project'];

/** Every page that is ours, as somebody meets it who is at work with it. */
export const pageScenes: Record<string, Scene> = {
  // First, since the link is dead as soon as any other scene has signed in.
  enter: (page, { enterLink }) => arrive(page, enterLink),
  'enter-dead-link': (page, { url }) => arrive(page, `${url}/admin/#enter=${'x'.repeat(43)}`),
  'sign-in': (page, { url }) => arrive(page, `${url}/admin/sign-in`),
  'sign-in-wrong': async (page, { url }) => {
    await arrive(page, `${url}/admin/sign-in`);
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
  },

  home: (page, { url }) => arrive(page, url),
  docs: (page, { url }) => arrive(page, `${url}/docs`),
  changelog: (page, { url }) => arrive(page, `${url}/changelog/demo`),
  'changelog-release': (page, { url }) => arrive(page, `${url}/changelog/demo/9.0.0`),
  'changelog-empty': owner('/admin/acme/releases', (page) =>
    arrive(page, new URL('/changelog/acme', page.url()).href),
  ),
  'changelog-unknown': (page, { url }) => arrive(page, `${url}/changelog/demo/0.0.0`),

  releases: owner('/admin/demo/releases'),
  'releases-empty': owner('/admin/acme/releases'),
  'releases-none-found': owner('/admin/demo/releases?search=submarine'),
  'releases-loading': owner('/admin/demo/releases', undefined, { hanging: '**/api/**/releases?*' }),
  'releases-failed': owner('/admin/demo/releases', undefined, { cut: '**/api/**/releases?*' }),
  menu: owner('/admin/demo/releases', async (page) => {
    const menu = page.getByRole('button', { name: 'Menu' });
    if (await menu.isVisible()) await menu.click();
    await page.getByRole('button', { name: 'Harbour' }).click();
  }),

  report: ofRelease('demo', '9.0.0', ''),
  'report-disliked': ofRelease('demo', '8.5.0', ''),
  'report-early': ofRelease('demo', '9.0.1', ''),
  'report-young': ofRelease('tidings', '0.2.0', ''),
  'report-draft': ofRelease('demo', '9.3.0', ''),
  'report-imported': ofRelease('demo', '7.1.3', ''),
  'report-definition': ofRelease('demo', '9.0.0', '', (page) =>
    page.getByRole('button', { name: /Satisfaction/ }).click(),
  ),
  'report-roll-back': ofRelease('demo', '9.0.0', '', (page) =>
    page.getByRole('button', { name: 'Roll back…' }).click(),
  ),
  'report-loading': ofRelease('demo', '9.0.0', '', undefined, { hanging: '**/api/**/releases/*' }),
  'report-failed': ofRelease('demo', '9.0.0', '', undefined, { cut: '**/api/**/score' }),

  'editor-new': owner('/admin/demo/releases/new'),
  'editor-draft': ofRelease('demo', '9.3.0', '/edit'),
  'editor-scheduled': ofRelease('demo', '9.2.0', '/edit'),
  'editor-live': ofRelease('demo', '9.1.0', '/edit'),
  'editor-rolled-back': ofRelease('demo', '8.5.0', '/edit'),
  'editor-publish': ofRelease('demo', '9.3.0', '/edit', (page) =>
    page.getByRole('button', { name: 'Publish…' }).click(),
  ),
  'editor-schedule': ofRelease('demo', '9.3.0', '/edit', async (page) => {
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByLabel('At a time').check();
  }),
  'editor-roll-back': ofRelease('demo', '9.1.0', '/edit', (page) =>
    page.getByRole('button', { name: 'Roll back…' }).click(),
  ),
  'editor-loading': ofRelease('demo', '9.3.0', '/edit', undefined, {
    hanging: '**/api/**/releases/*',
  }),
  'editor-failed': ofRelease('demo', '9.3.0', '/edit', undefined, { cut: '**/api/**/releases/*' }),

  import: owner('/admin/acme/import'),
  'import-dry-run': owner('/admin/acme/import', look),
  'import-done': async (page, { url, signIn }) => {
    const call = await signIn(page.context());
    const slug = `acme-${Date.now()}`;
    await call('POST', '/projects', { name: 'Acme', slug });
    await arrive(page, `${url}/admin/${slug}/import`);
    await look(page);
    await page.getByRole('button', { name: /^Import \d/ }).click();
    await page.getByRole('heading', { name: /^Imported/ }).waitFor();
  },
  'import-refused': owner('/admin/acme/import', async (page) => {
    const picture = { name: 'boat.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50]) };
    await page.locator('input[type=file]').setInputFiles(picture);
    await page.getByRole('alert').waitFor();
  }),

  ...Object.fromEntries(
    settings.flatMap((name): [string, Scene][] => [
      [`settings-${name}`, owner(`/admin/demo/settings/${name}`)],
      [`settings-${name}-empty`, owner(`/admin/acme/settings/${name}`)],
    ]),
  ),
  'settings-key-shown-once': owner('/admin/tidings/settings/keys', async (page) => {
    await page.getByLabel('Name').fill('CI');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByRole('dialog').waitFor();
  }),
  'settings-loading': owner('/admin/demo/settings/members', undefined, {
    hanging: '**/api/**/members?*',
  }),
  'settings-failed': owner('/admin/demo/settings/members', undefined, {
    cut: '**/api/**/members?*',
  }),
  'settings-closed': async (page, { url, signInViewer }) => {
    await signInViewer(page.context());
    await arrive(page, `${url}/admin/demo/settings/keys`);
  },

  audit: owner('/admin/demo/audit'),
  'audit-change': owner('/admin/demo/audit', (page) =>
    page.getByText('What changed').first().click(),
  ),
  'audit-none-found': owner('/admin/acme/audit?action=release'),
  'audit-loading': owner('/admin/demo/audit', undefined, { hanging: '**/api/**/audit?*' }),
  account: owner('/admin/account'),
  'new-project': owner('/admin/new-project'),
  unknown: owner('/admin/demo/nothing'),
  'unknown-release': owner('/admin/demo/releases/01a1ff1c-c8a5-7037-b5f1-3c017cd0c2e7'),
  'server-away': owner('/admin/demo/releases', undefined, { cut: '**/api/session' }),
};

/** What becomes of the requests to an address: they are never answered, or not even taken. */
interface Trouble {
  hanging?: string;
  cut?: string;
}

/** An address of the dashboard as its owner meets it, and what they do there. */
function owner(path: string, act: Act = async () => {}, trouble: Trouble = {}): Scene {
  return async (page, { url, signIn }) => {
    await signIn(page.context());
    await show(page, url + path, act, trouble);
  };
}

/** The same at the address of a release: its report, or what stands `below` it. */
function ofRelease(
  project: string,
  version: string,
  below: string,
  act: Act = async () => {},
  trouble: Trouble = {},
): Scene {
  return async (page, { url, signIn }) => {
    const id = await idOf(await signIn(page.context()), project, version);
    await show(page, `${url}/admin/${project}/releases/${id}${below}`, act, trouble);
  };
}

async function idOf(call: Call, project: string, version: string): Promise<string> {
  const list = `/projects/${project}/releases?limit=100`;
  const { data } = await call<{ data: { id: string; version: string }[] }>('GET', list);
  const found = data.find((release) => release.version === version);
  if (!found) throw new Error(`There is no release ${version} in ${project}`);
  return found.id;
}

async function show(page: Page, address: string, act: Act, { hanging, cut }: Trouble) {
  if (hanging) await page.route(hanging, () => {});
  if (cut) await page.route(cut, (route) => route.abort());
  await arrive(page, address, Boolean(hanging));
  await act(page);
  await page.waitForLoadState('networkidle').catch(() => {});
}

/** Goes to an address, and waits until it shows what it is about. */
async function arrive(page: Page, address: string, isHanging = false): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading').or(page.getByRole('alert')).first().waitFor();
  if (isHanging) return page.locator('.bone').first().waitFor();
  await page.locator('.bone').first().waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle').catch(() => {});
}

/** Has a changelog looked at, before it is imported. */
async function look(page: Page): Promise<void> {
  await page.getByLabel('Paste it').fill(changelog);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByRole('heading', { name: /^What will be made/ }).waitFor();
}

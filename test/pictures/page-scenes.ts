import type { Page } from 'playwright-core';
import type { PictureScene } from './picture-sets.ts';
import type { Call } from './seed-demo.ts';

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
export const pageScenes: Record<string, PictureScene> = {
  // First, since the link is dead as soon as any other scene has signed in.
  enter: (page, { enterLink }) => goTo(page, enterLink),
  'enter-dead-link': (page, { url }) => goTo(page, `${url}/admin/#enter=${'x'.repeat(43)}`),
  'sign-in': (page, { url }) => goTo(page, `${url}/admin/sign-in`),
  'sign-in-wrong': async (page, { url }) => {
    await goTo(page, `${url}/admin/sign-in`);
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
  },

  home: (page, { url }) => goTo(page, url),
  docs: (page, { url }) => goTo(page, `${url}/docs`),
  changelog: (page, { url }) => goTo(page, `${url}/changelog/demo`),
  'changelog-release': (page, { url }) => goTo(page, `${url}/changelog/demo/9.0.0`),
  'changelog-empty': ownerScene('/admin/acme/releases', (page) =>
    goTo(page, new URL('/changelog/acme', page.url()).href),
  ),
  'changelog-unknown': (page, { url }) => goTo(page, `${url}/changelog/demo/0.0.0`),

  releases: ownerScene('/admin/demo/releases'),
  'releases-empty': ownerScene('/admin/acme/releases'),
  'releases-none-found': ownerScene('/admin/demo/releases?search=submarine'),
  'releases-loading': ownerScene('/admin/demo/releases', undefined, {
    unanswered: '**/api/**/releases?*',
  }),
  'releases-failed': ownerScene('/admin/demo/releases', undefined, {
    aborted: '**/api/**/releases?*',
  }),
  menu: ownerScene('/admin/demo/releases', async (page) => {
    const menu = page.getByRole('button', { name: 'Menu' });
    if (await menu.isVisible()) await menu.click();
    await page.getByRole('button', { name: 'Harbour' }).click();
  }),

  report: releaseScene('demo', '9.0.0', ''),
  'report-disliked': releaseScene('demo', '8.5.0', ''),
  'report-early': releaseScene('demo', '9.0.1', ''),
  'report-young': releaseScene('tidings', '0.2.0', ''),
  'report-draft': releaseScene('demo', '9.3.0', ''),
  'report-imported': releaseScene('demo', '7.1.3', ''),
  'report-definition': releaseScene('demo', '9.0.0', '', (page) =>
    page.getByRole('button', { name: /Satisfaction/ }).click(),
  ),
  'report-roll-back': releaseScene('demo', '9.0.0', '', (page) =>
    page.getByRole('button', { name: 'Roll back…' }).click(),
  ),
  'report-loading': releaseScene('demo', '9.0.0', '', undefined, {
    unanswered: '**/api/**/releases/*',
  }),
  'report-failed': releaseScene('demo', '9.0.0', '', undefined, { aborted: '**/api/**/score' }),

  'editor-new': ownerScene('/admin/demo/releases/new'),
  'editor-draft': releaseScene('demo', '9.3.0', '/edit'),
  'editor-scheduled': releaseScene('demo', '9.2.0', '/edit'),
  'editor-live': releaseScene('demo', '9.1.0', '/edit'),
  'editor-rolled-back': releaseScene('demo', '8.5.0', '/edit'),
  'editor-publish': releaseScene('demo', '9.3.0', '/edit', (page) =>
    page.getByRole('button', { name: 'Publish…' }).click(),
  ),
  'editor-schedule': releaseScene('demo', '9.3.0', '/edit', async (page) => {
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByLabel('At a time').check();
  }),
  'editor-roll-back': releaseScene('demo', '9.1.0', '/edit', (page) =>
    page.getByRole('button', { name: 'Roll back…' }).click(),
  ),
  'editor-loading': releaseScene('demo', '9.3.0', '/edit', undefined, {
    unanswered: '**/api/**/releases/*',
  }),
  'editor-failed': releaseScene('demo', '9.3.0', '/edit', undefined, {
    aborted: '**/api/**/releases/*',
  }),

  import: ownerScene('/admin/acme/import'),
  'import-dry-run': ownerScene('/admin/acme/import', previewImport),
  'import-done': async (page, { url, signIn }) => {
    const call = await signIn(page.context());
    const slug = `acme-${Date.now()}`;
    await call('POST', '/projects', { name: 'Acme', slug });
    await goTo(page, `${url}/admin/${slug}/import`);
    await previewImport(page);
    await page.getByRole('button', { name: /^Import \d/ }).click();
    await page.getByRole('heading', { name: /^Imported/ }).waitFor();
  },
  'import-refused': ownerScene('/admin/acme/import', async (page) => {
    const picture = { name: 'boat.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50]) };
    await page.locator('input[type=file]').setInputFiles(picture);
    await page.getByRole('alert').waitFor();
  }),

  ...Object.fromEntries(
    settings.flatMap((name): [string, PictureScene][] => [
      [`settings-${name}`, ownerScene(`/admin/demo/settings/${name}`)],
      [`settings-${name}-empty`, ownerScene(`/admin/acme/settings/${name}`)],
    ]),
  ),
  'settings-key-shown-once': ownerScene('/admin/tidings/settings/keys', async (page) => {
    await page.getByLabel('Name').fill('CI');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('dialog').waitFor();
  }),
  'settings-loading': ownerScene('/admin/demo/settings/members', undefined, {
    unanswered: '**/api/**/members?*',
  }),
  'settings-failed': ownerScene('/admin/demo/settings/members', undefined, {
    aborted: '**/api/**/members?*',
  }),
  'settings-closed': async (page, { url, signInViewer }) => {
    await signInViewer(page.context());
    await goTo(page, `${url}/admin/demo/settings/keys`);
  },

  audit: ownerScene('/admin/demo/audit'),
  'audit-change': ownerScene('/admin/demo/audit', (page) =>
    page.getByText('What changed').first().click(),
  ),
  'audit-none-found': ownerScene('/admin/acme/audit?action=release'),
  'audit-loading': ownerScene('/admin/demo/audit', undefined, { unanswered: '**/api/**/audit?*' }),
  account: ownerScene('/admin/account'),
  'new-project': ownerScene('/admin/new-project'),
  unknown: ownerScene('/admin/demo/nothing'),
  'unknown-release': ownerScene('/admin/demo/releases/01a1ff1c-c8a5-7037-b5f1-3c017cd0c2e7'),
  'server-away': ownerScene('/admin/demo/releases', undefined, { aborted: '**/api/session' }),
};

/** What becomes of the requests to an address: they are never answered, or not even taken. */
interface NetworkFault {
  unanswered?: string;
  aborted?: string;
}

/** An address of the dashboard as its owner meets it, and what they do there. */
function ownerScene(
  path: string,
  act: Act = async () => {},
  fault: NetworkFault = {},
): PictureScene {
  return async (page, { url, signIn }) => {
    await signIn(page.context());
    await openScene(page, url + path, act, fault);
  };
}

/** The same at the address of a release: its report, or what stands `below` it. */
function releaseScene(
  project: string,
  version: string,
  subpath: string,
  act: Act = async () => {},
  fault: NetworkFault = {},
): PictureScene {
  return async (page, { url, signIn }) => {
    const id = await idOf(await signIn(page.context()), project, version);
    await openScene(page, `${url}/admin/${project}/releases/${id}${subpath}`, act, fault);
  };
}

async function idOf(call: Call, project: string, version: string): Promise<string> {
  const list = `/projects/${project}/releases?limit=100`;
  const { data } = await call<{ data: { id: string; version: string }[] }>('GET', list);
  const found = data.find((release) => release.version === version);
  if (!found) throw new Error(`There is no release ${version} in ${project}`);
  return found.id;
}

async function openScene(
  page: Page,
  address: string,
  act: Act,
  { unanswered, aborted }: NetworkFault,
) {
  if (unanswered) await page.route(unanswered, () => {});
  if (aborted) await page.route(aborted, (route) => route.abort());
  await goTo(page, address, Boolean(unanswered));
  await act(page);
  await page.waitForLoadState('networkidle').catch(() => {});
}

/** Goes to an address, and waits until it shows what it is about. */
async function goTo(page: Page, address: string, isHanging = false): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading').or(page.getByRole('alert')).first().waitFor();
  if (isHanging) return page.locator('.skeleton-line').first().waitFor();
  await page.locator('.skeleton-line').first().waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle').catch(() => {});
}

/** Has a changelog looked at, before it is imported. */
async function previewImport(page: Page): Promise<void> {
  await page.getByLabel('Paste a changelog').fill(changelog);
  await page.getByRole('button', { name: 'Preview import' }).click();
  await page.getByRole('heading', { name: /^Preview of/ }).waitFor();
}

import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { routes } from '../../admin/routes.ts';
import { type Role, roles } from '../../contract/vocabulary.ts';
import { signUpAs, signUpByLink } from './editor/editor-page.ts';
import { headingOf, setUpDashboard } from './pages/dashboard-fixture.ts';

// Each page as whoever may come to it: what opens, what is offered there and what is not.

/** Somebody who owns a project, and is no member of this one. */
const stranger = 'owner of another project';
type Caller = Role | typeof stranger;

const cookies = {} as Record<Caller, BrowserContextOptions>;
const ids: Record<string, string> = {};
const stage = setUpDashboard(async (given) => {
  const { call, publish, server, visit } = given;
  const { request } = await visit('/admin/');
  const send = async (path: string, data: object) => {
    const sent = { data, headers: { origin: server.url } };
    return (await request.post(`${server.url}/api/projects${path}`, sent)).json();
  };
  await send('', { name: 'Other', slug: 'other' });
  const { link } = await send('/other/invitations', { role: 'owner' });
  cookies[stranger] = await signUpByLink(server.url, link);
  for (const role of roles) cookies[role] = await signUpAs(given, role);
  ids.live = await publish('2.0');
  ids.draft = (await call<{ id: string }>('POST', '/releases', { version: '2.1' })).id;
  await call('POST', '/invitations', { role: 'viewer' });
  await call('POST', '/token-keys', { algorithm: 'HS256' });
  await call('PATCH', '', { allowedOrigins: ['https://a.example'] });
});

/** What may be done in a page, by the words on it, with the least role that it is offered to. */
type Offers = Record<string, Role>;
interface Row {
  heading: string | RegExp;
  /** The least role that it opens to; without one, it is of no project, and opens to all. */
  opensTo?: Role;
  /** Which release its address names. */
  release?: 'live' | 'draft';
  offers: Offers;
}

const ofSettings: Offers = {
  'link Install': 'viewer',
  'link Members': 'viewer',
  'link API keys': 'owner',
  'link Origins': 'owner',
  'link Visitor tokens': 'owner',
  'link Theme': 'owner',
  'link Project': 'owner',
};
const releases: Row = {
  heading: 'Releases',
  opensTo: 'viewer',
  offers: {
    'link Releases': 'viewer',
    'link Settings': 'viewer',
    'link Audit': 'viewer',
    'link Import': 'publisher',
    'link New release': 'editor',
  },
};
const install: Row = {
  heading: 'Install',
  opensTo: 'viewer',
  offers: { ...ofSettings, 'button Copy the snippet': 'viewer' },
};
const settings = '/admin/{project}/settings';

const table: Record<string, Row> = {
  '/admin/account': {
    heading: 'Account',
    offers: { 'button Change password': 'viewer', 'button Sign out everywhere': 'viewer' },
  },
  '/admin/new-project': { heading: 'New project', offers: { 'button Create project': 'owner' } },
  '/admin/{project}/releases': releases,
  '/admin/{project}/releases/new': {
    heading: 'New release',
    opensTo: 'editor',
    offers: { 'button Add a note': 'editor', 'button Publish…': 'publisher' },
  },
  '/admin/{project}/releases/{release}/edit': {
    heading: 'Edit 2.1',
    opensTo: 'editor',
    release: 'draft',
    offers: {
      'button More': 'editor',
      'button Add a note': 'editor',
      'button Publish…': 'publisher',
    },
  },
  '/admin/{project}/releases/{release}': {
    heading: '2.0',
    opensTo: 'viewer',
    release: 'live',
    offers: {
      'link History': 'viewer',
      'button Roll back…': 'editor',
      'link Edit': 'publisher',
    },
  },
  '/admin/{project}/import': {
    heading: 'Import',
    opensTo: 'publisher',
    offers: { 'button Choose a file': 'publisher', 'button Preview import': 'publisher' },
  },
  '/admin/{project}/held-back': {
    heading: 'Held back',
    opensTo: 'viewer',
    offers: { 'link Releases': 'viewer' },
  },
  '/admin/{project}/audit': {
    heading: 'Audit',
    opensTo: 'viewer',
    offers: { 'combobox What': 'viewer', 'combobox Who': 'viewer' },
  },
  [settings]: install,
  [`${settings}/install`]: install,
  [`${settings}/members`]: {
    heading: 'Members',
    opensTo: 'viewer',
    offers: {
      ...ofSettings,
      'combobox Role of Ann Harper': 'owner',
      'button Remove Ann Harper': 'owner',
      'button Create link': 'owner',
      'button Withdraw the invitation for anyone with the link': 'owner',
    },
  },
  [`${settings}/keys`]: {
    heading: 'API keys',
    opensTo: 'owner',
    offers: { 'button Create key': 'owner', 'button Delete the key command line': 'owner' },
  },
  [`${settings}/origins`]: {
    heading: 'Allowed origins',
    opensTo: 'owner',
    offers: { 'button Remove https://a.example': 'owner', 'button Add origin': 'owner' },
  },
  [`${settings}/tokens`]: {
    heading: 'Visitor tokens',
    opensTo: 'owner',
    offers: {
      'button Retire the HS256 key': 'owner',
      'button Create secret (HS256)': 'owner',
      'button Test token': 'owner',
    },
  },
  [`${settings}/theme`]: {
    heading: 'Theme',
    opensTo: 'owner',
    offers: { 'button Save': 'owner' },
  },
  [`${settings}/project`]: {
    heading: 'Project',
    opensTo: 'owner',
    offers: { 'button Save project': 'owner', 'button Add my current network': 'owner' },
  },
};

const reaches = (caller: Caller, least: Role) =>
  roles.indexOf(caller as Role) >= roles.indexOf(least);

function addressOf(pattern: string): string {
  const release = ids[table[pattern]?.release ?? ''] ?? '';
  return pattern.replace('{project}', 'tidings').replace('{release}', release);
}

/** Those of the offers that are there and can be used. */
async function offeredIn(page: Page, offers: Offers): Promise<string[]> {
  const offered: string[] = [];
  for (const offer of Object.keys(offers)) {
    const [role = '', ...name] = offer.split(' ');
    const named = { name: name.join(' '), exact: true, disabled: false };
    const found = page.getByRole(role as 'button', named).first();
    if (await found.isVisible()) offered.push(offer);
  }
  return offered;
}

/** Whoever is an owner anywhere is one on pages of no project. */
const expectedFor = (caller: Caller, offers: Offers) =>
  Object.entries(offers).flatMap(([offer, least]) =>
    reaches(caller === stranger ? 'owner' : caller, least) ? [offer] : [],
  );

const rows = Object.entries(table);
const come = (address: string, caller: Caller) =>
  stage.visit(address, { as: 'guest', browser: cookies[caller] });

test('these are all pages but those by which people come in', () => {
  const others = ['/admin/', '/admin/sign-in', '/admin/new-password'];
  const paths = routes.map(({ path }) => path).filter((path) => !others.includes(path));
  expect(Object.keys(table).sort()).toEqual(paths.sort());
});

describe('a guest', () => {
  test.each(rows)('at %s is asked to sign in', { timeout: 60_000 }, async (pattern) => {
    const page = await stage.visit(addressOf(pattern), { as: 'guest' });
    await headingOf(page, 'Sign in').waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe(addressOf(pattern));
    expect(await page.getByRole('link').count()).toBe(0);
  });
});

describe.each(roles)('a member who is %s', (role) => {
  test.each(rows)('at %s', { timeout: 60_000 }, async (pattern, row) => {
    const page = await come(addressOf(pattern), role);
    const { heading, opensTo = 'viewer', offers } = row;
    if (reaches(role, opensTo)) {
      await headingOf(page, heading).waitFor();
      await expect.poll(() => offeredIn(page, offers)).toEqual(expectedFor(role, offers));
    } else {
      await headingOf(page, 'You do not have access to this page').waitFor();
      await page.getByText(`It requires the role ${opensTo} in this project.`).waitFor();
      expect(await offeredIn(page, offers)).toEqual([]);
    }
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });
});

describe('the owner of another project', () => {
  test.each(rows)('at %s', { timeout: 60_000 }, async (pattern, { heading, opensTo, offers }) => {
    const page = await come(addressOf(pattern), stranger);
    if (opensTo) {
      await headingOf(page, 'Page not found').waitFor();
      expect(await page.locator('main').getByRole('button').count()).toBe(0);
    } else {
      await headingOf(page, heading).waitFor();
      await expect.poll(() => offeredIn(page, offers)).toEqual(expectedFor(stranger, offers));
    }
    expect(await page.locator('a[href*="/tidings"]').count()).toBe(0);
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });
});

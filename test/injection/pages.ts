import type { Page } from 'playwright-core';
import { type Field, hostileFor } from './fields.ts';
import { eachTurn } from './payloads.ts';
import type { World } from './world.ts';

/** A page of ours, what is opened in it, and whose texts are then to be seen. */
export interface Seen {
  path: (world: World) => string;
  shows: Field[];
  as?: 'guest';
  open?: (page: Page, world: World) => Promise<unknown>;
}

const address = hostileFor('address of a page', 300);
const inAddress = encodeURIComponent(address);
const inProject = (path: string) => () => `/admin/tidings${path}`;
const settings = (name: string) => inProject(`/settings/${name}`);

const ofRelease: Field[] = ['release /title', 'release /version'];
const ofNotes: Field[] = ['release /notes/-/body', 'release /notes/-/title'];
const ofVisitors: Field[] = [
  'visitor /comment',
  'visitor /locale',
  'visitor /version',
  'token account',
];

/** The pages of the dashboard; all but those for guests show the project's name besides. */
const dashboard: Record<string, Seen> = {
  'the releases': { path: inProject('/releases'), shows: ofRelease },
  'a search': {
    path: inProject(`/releases?search=${inAddress}`),
    shows: ['address of a page'],
  },
  'a new release': {
    path: inProject('/releases/new'),
    shows: ['previewMarkdown /markdown'],
    async open(page) {
      await page.getByRole('textbox', { name: 'Text of note 1' }).click();
      await page.keyboard.insertText(hostileFor('previewMarkdown /markdown'));
      await page.locator('release-preview .text').first().waitFor();
    },
  },
  'a report of what is gone': {
    path: ({ rolledBack }) => `/admin/tidings/releases/${rolledBack}`,
    shows: ['rollBackRelease /reason'],
  },
  'what is held back': { path: inProject('/held-back'), shows: ['visitor /comment'] },
  'an import': {
    path: inProject('/import'),
    shows: ['importChangelog /', 'name of a file'],
    async open(page) {
      const name = `${hostileFor('name of a file', 100).replaceAll('/', '')}.md`;
      const text = hostileFor('importChangelog /', 90);
      const buffer = Buffer.from(`# ${text}\n${text}\n\n## ${text} [YANKED]\n\n- ${text}\n`);
      const file = { name, mimeType: 'text/markdown', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
    },
  },
  'the settings': { path: inProject('/settings'), shows: ['header Origin'] },
  'the snippet': { path: settings('install'), shows: ['header Origin'] },
  'the members, one about to go': {
    path: settings('members'),
    shows: ['acceptInvitation /name', 'changePerson /name'],
    open: (page) =>
      page
        .getByRole('button', { name: /^Remove .*hit/ })
        .last()
        .click(),
  },
  'the keys, one about to go': {
    path: settings('keys'),
    shows: ['apiKey /name'],
    open: (page) => page.getByRole('button', { name: /hit/ }).last().click(),
  },
  'the origins': {
    path: settings('origins'),
    shows: ['header Origin', 'project /allowedOrigins/-'],
  },
  'a token that is tried': {
    path: settings('tokens'),
    shows: ['token account', 'token sub', 'token traits'],
    open: (page, { token }) => tryToken(page, token),
  },
  'a text that is no token': {
    path: settings('tokens'),
    shows: ['checkToken /token'],
    open: (page) => tryToken(page, hostileFor('checkToken /token')),
  },
  'the theme': { path: settings('theme'), shows: [] },
  'the project': {
    path: settings('project'),
    shows: ['project /talliedTraits/-', 'project /url'],
  },
  'the audit log': {
    path: inProject('/audit'),
    shows: [
      ...ofRelease,
      ...ofNotes,
      'acceptInvitation /name',
      'changePerson /name',
      'apiKey /name',
      'project /allowedOrigins/-',
      'project /talliedTraits/-',
      'project /url',
      'previewMarkdown /markdown',
      'rollBackRelease /reason',
    ],
    async open(page) {
      await page.locator('.entry').first().waitFor();
      await page.locator('details').evaluateAll((all) => {
        for (const one of all) one.setAttribute('open', '');
      });
    },
  },
  'a filtered audit log': {
    path: inProject(`/audit?subject=${inAddress}&actor=${inAddress}&action=${inAddress}`),
    // Among whom to choose from, who changed anything.
    shows: ['address of a page', 'acceptInvitation /name', 'changePerson /name'],
  },
  'the account': { path: () => '/admin/account', shows: [] },
  'a new project': { path: () => '/admin/new-project', shows: [] },
  'an address of nothing': { path: () => `/admin/${inAddress}/releases`, shows: [] },
};

const forGuests: Record<string, Seen> = {
  'an invitation': {
    path: ({ invitation }) => `/admin/#enter=${invitation}`,
    as: 'guest',
    shows: ['project /name'],
  },
  'a new password': {
    path: ({ passwordLink }) => `/admin/new-password#enter=${passwordLink}`,
    as: 'guest',
    shows: ['acceptInvitation /name'],
  },
  'a link of nobody': { path: () => `/admin/#enter=${inAddress}`, as: 'guest', shows: [] },
  'the sign-in': { path: () => `/admin/sign-in?next=${inAddress}`, as: 'guest', shows: [] },
  'the first page': { path: () => `/?${inAddress}`, as: 'guest', shows: [] },
  'the routes': { path: () => `/docs?${inAddress}#${inAddress}`, as: 'guest', shows: [] },
  'the demo': {
    path: () => `/demo?project=${inAddress}&lang=${inAddress}`,
    as: 'guest',
    shows: [],
  },
  'the public page': {
    path: () => `/changelog/tidings?locale=${inAddress}`,
    as: 'guest',
    shows: ['project /name', 'project /url', ...ofRelease, ...ofNotes],
  },
  'a public page of nothing': {
    path: () => `/changelog/tidings/${inAddress}?before=${inAddress}`,
    as: 'guest',
    shows: ['project /name', 'project /url'],
  },
};

/** Those that show one release, for each of the hostile ones. */
function pagesOf(turn: number): Record<string, Seen> {
  const version = encodeURIComponent(hostileFor('release /version', 100, turn));
  const report = ({ releases }: World) => `/admin/tidings/releases/${releases[turn]}`;
  return {
    [`report ${turn}`]: {
      path: report,
      shows: [...ofRelease, ...ofNotes, ...ofVisitors],
      open: (page) => page.getByRole('button', { name: 'Roll back…' }).click(),
    },
    [`editor ${turn}`]: {
      path: (world) => `${report(world)}/edit`,
      shows: [...ofRelease, ...ofNotes],
    },
    [`public release ${turn}`]: {
      path: () => `/changelog/tidings/${version}`,
      as: 'guest',
      shows: ['project /name', 'project /url', ...ofRelease, ...ofNotes],
    },
  };
}

const ofEachRelease = eachTurn.map(pagesOf);

/** Every page that we serve, by what it is. */
export const pages: Record<string, Seen> = Object.assign(
  {},
  dashboard,
  forGuests,
  ...ofEachRelease,
);

/**
 * What no page shows: what is kept as a hash, refused as it is not ours (`Host` and the rest of what
 * names no row), or counted under a name that no page has.
 */
export const shownNowhere: Field[] = [
  'publishRelease /zone',
  'acceptInvitation /password',
  'acceptInvitation /token',
  'lookUpInvitation /token',
  'lookUpPasswordLink /token',
  'resetPassword /token',
  'resetPassword /password',
  'signIn /password',
  'changePassword /current',
  'changePassword /next',
  'visitor /project',
  'visitor /token',
  'visitor /traits/*',
  'visitor /url',
  'visitor /before',
  'visitor /known',
  'visitor /ticket',
  'visitor /answers/*',
  'visitor /answers/*/-',
  'header Host',
];

async function tryToken(page: Page, token: string): Promise<void> {
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.locator('.verdict p').first().waitFor();
}

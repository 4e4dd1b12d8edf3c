import type { Page } from 'playwright-core';
import { type Field, hostileText } from './fields.ts';
import type { HostileInstance } from './hostile-instance.ts';
import { variants } from './payloads.ts';

/** A page of ours, what is opened in it, and whose texts are then to be seen. */
export interface PageCase {
  path: (world: HostileInstance) => string;
  shows: Field[];
  as?: 'guest';
  open?: (page: Page, world: HostileInstance) => Promise<unknown>;
}

const address = hostileText('address of a page', 300);
const encodedText = encodeURIComponent(address);
const projectPage = (path: string) => () => `/admin/tidings${path}`;
const settings = (name: string) => projectPage(`/settings/${name}`);

const releaseFields: Field[] = ['release /title', 'release /version'];
const noteFields: Field[] = ['release /notes/-/body', 'release /notes/-/title'];
const visitorFields: Field[] = [
  'visitor /comment',
  'visitor /locale',
  'visitor /version',
  'token account',
];

/** The pages of the dashboard; all but those for guests show the project's name besides. */
const dashboardPages: Record<string, PageCase> = {
  'the releases': { path: projectPage('/releases'), shows: releaseFields },
  'a search': {
    path: projectPage(`/releases?search=${encodedText}`),
    shows: ['address of a page'],
  },
  'a new release': {
    path: projectPage('/releases/new'),
    shows: ['previewMarkdown /markdown'],
    async open(page) {
      await page.getByRole('textbox', { name: 'Text of note 1' }).click();
      await page.keyboard.insertText(hostileText('previewMarkdown /markdown'));
      await page.locator('release-preview .text').first().waitFor();
    },
  },
  'a report of what is gone': {
    path: ({ rolledBack }) => `/admin/tidings/releases/${rolledBack}`,
    shows: ['rollBackRelease /reason'],
  },
  'what is held back': { path: projectPage('/held-back'), shows: ['visitor /comment'] },
  'an import': {
    path: projectPage('/import'),
    shows: ['importChangelog /', 'name of a file'],
    async open(page) {
      const name = `${hostileText('name of a file', 100).replaceAll('/', '')}.md`;
      const text = hostileText('importChangelog /', 90);
      const buffer = Buffer.from(`# ${text}\n${text}\n\n## ${text} [YANKED]\n\n- ${text}\n`);
      const file = { name, mimeType: 'text/markdown', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
    },
  },
  'the settings': { path: projectPage('/settings'), shows: ['header Origin'] },
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
    open: (page) => tryToken(page, hostileText('checkToken /token')),
  },
  'the theme': { path: settings('theme'), shows: [] },
  'the project': {
    path: settings('project'),
    shows: ['project /talliedTraits/-', 'project /url'],
  },
  'the audit log': {
    path: projectPage('/audit'),
    shows: [
      ...releaseFields,
      ...noteFields,
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
    path: projectPage(`/audit?subject=${encodedText}&actor=${encodedText}&action=${encodedText}`),
    // Among whom to choose from, who changed anything.
    shows: ['address of a page', 'acceptInvitation /name', 'changePerson /name'],
  },
  'the account': { path: () => '/admin/account', shows: [] },
  'a new project': { path: () => '/admin/new-project', shows: [] },
  'an address of nothing': { path: () => `/admin/${encodedText}/releases`, shows: [] },
};

const guestPages: Record<string, PageCase> = {
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
  'a link of nobody': { path: () => `/admin/#enter=${encodedText}`, as: 'guest', shows: [] },
  'the sign-in': { path: () => `/admin/sign-in?next=${encodedText}`, as: 'guest', shows: [] },
  'the first page': { path: () => `/?${encodedText}`, as: 'guest', shows: [] },
  'the routes': { path: () => `/docs?${encodedText}#${encodedText}`, as: 'guest', shows: [] },
  'the demo': {
    path: () => `/demo?project=${encodedText}&lang=${encodedText}`,
    as: 'guest',
    shows: [],
  },
  'the public page': {
    path: () => `/changelog/tidings?locale=${encodedText}`,
    as: 'guest',
    shows: ['project /name', 'project /url', ...releaseFields, ...noteFields],
  },
  'a public page of nothing': {
    path: () => `/changelog/tidings/${encodedText}?before=${encodedText}`,
    as: 'guest',
    shows: ['project /name', 'project /url'],
  },
};

/** Those that show one release, for each of the hostile ones. */
function releasePages(variant: number): Record<string, PageCase> {
  const version = encodeURIComponent(hostileText('release /version', 100, variant));
  const report = ({ releases }: HostileInstance) => `/admin/tidings/releases/${releases[variant]}`;
  return {
    [`report ${variant}`]: {
      path: report,
      shows: [...releaseFields, ...noteFields, ...visitorFields],
      open: (page) => page.getByRole('button', { name: 'Roll back…' }).click(),
    },
    [`editor ${variant}`]: {
      path: (world) => `${report(world)}/edit`,
      shows: [...releaseFields, ...noteFields],
    },
    [`public release ${variant}`]: {
      path: () => `/changelog/tidings/${version}`,
      as: 'guest',
      shows: ['project /name', 'project /url', ...releaseFields, ...noteFields],
    },
  };
}

const pagesPerRelease = variants.map(releasePages);

/** Every page that we serve, by what it is. */
export const pages: Record<string, PageCase> = Object.assign(
  {},
  dashboardPages,
  guestPages,
  ...pagesPerRelease,
);

/**
 * What no page shows: what is kept as a hash, refused as it is not ours (`Host` and the rest of what
 * names no row), or counted under a name that no page has.
 */
export const neverShown: Field[] = [
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
  await page.getByRole('button', { name: 'Test token' }).click();
  await page.locator('.result p').first().waitFor();
}

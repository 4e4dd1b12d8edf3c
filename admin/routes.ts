import type { Role } from '../contract/vocabulary.ts';
import { matchPath, type Params } from './router.ts';
import { type SettingsTab, settingsTabs } from './settings/settings-tabs.ts';

/**
 * One page: its path, its element and the role it needs. A page in the sidebar also needs a line in
 * `navigation.ts`.
 */
export interface Route {
  /** With parameters in braces. `{project}` is the slug or id of one of the person's projects. */
  path: string;
  /** The name of its element, a `PageElement`. */
  page: string;
  /** Each page is a separate script, which is loaded when the page is opened. */
  load: () => Promise<unknown>;
  /** Also open to people who are not signed in, and shown without the sidebar. */
  isPublic?: true;
  /** The lowest role in the project that may open the page; any role if undefined. */
  role?: Role;
}

const settings = '/admin/{project}/settings';

/** The script of each page of the settings. */
const settingsScripts: Record<SettingsTab['name'], Route['load']> = {
  install: () => import('./settings/install/install-page.ts'),
  members: () => import('./settings/members/members-page.ts'),
  keys: () => import('./settings/keys/keys-page.ts'),
  origins: () => import('./settings/origins/origins-page.ts'),
  tokens: () => import('./settings/tokens/tokens-page.ts'),
  theme: () => import('./settings/theme/theme-page.ts'),
  project: () => import('./settings/project/project-page.ts'),
};

/** All pages, in the order in which their paths are tried. */
export const routes: Route[] = [
  {
    path: '/admin/',
    page: 'enter-page',
    load: () => import('./sign-in/enter-page.ts'),
    isPublic: true,
  },
  {
    path: '/admin/sign-in',
    page: 'sign-in-page',
    load: () => import('./sign-in/sign-in-page.ts'),
    isPublic: true,
  },
  {
    path: '/admin/new-password',
    page: 'new-password-page',
    load: () => import('./sign-in/new-password-page.ts'),
    isPublic: true,
  },
  {
    path: '/admin/account',
    page: 'account-page',
    load: () => import('./account/account-page.ts'),
  },
  {
    path: '/admin/new-project',
    page: 'new-project-page',
    load: () => import('./projects/new-project-page.ts'),
  },
  {
    path: '/admin/{project}/releases',
    page: 'releases-page',
    load: () => import('./releases/releases-page.ts'),
  },
  ...['new', '{release}/edit'].map((end) => ({
    path: `/admin/{project}/releases/${end}`,
    page: 'editor-page',
    load: () => import('./editor/editor-page.ts'),
    role: 'editor' as const,
  })),
  {
    path: '/admin/{project}/import',
    page: 'import-page',
    load: () => import('./import/import-page.ts'),
    role: 'publisher',
  },
  // Without a tab, the settings open on the page with the snippet.
  { path: settings, page: 'install-page', load: settingsScripts.install },
  ...settingsTabs.map(({ name, label: _, ...role }) => ({
    path: `${settings}/${name}`,
    page: `${name}-page`,
    load: settingsScripts[name],
    ...role,
  })),
  {
    path: '/admin/{project}/releases/{release}',
    page: 'report-page',
    load: () => import('./report/report-page.ts'),
  },
  {
    path: '/admin/{project}/held-back',
    page: 'held-back-page',
    load: () => import('./held-back/held-back-page.ts'),
  },
  {
    path: '/admin/{project}/audit',
    page: 'audit-page',
    load: () => import('./audit/audit-page.ts'),
  },
];

/** The first route that matches a path, with the path's parameters. */
export function findRoute(path: string): { route: Route; params: Params } | undefined {
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}

import type { Route } from '../routes.ts';

/** What an owner alone may see or change: the server has the last word. */
const owner = { role: 'owner' } as const;

/** The pages of the settings, in the order in which they are offered. */
export const settingsPages: (Omit<Route, 'path'> & { name: string; words: string })[] = [
  {
    name: 'install',
    words: 'Install',
    page: 'install-page',
    load: () => import('./install/install-page.ts'),
  },
  {
    name: 'members',
    words: 'Members',
    page: 'members-page',
    load: () => import('./members/members-page.ts'),
  },
  {
    name: 'keys',
    words: 'API keys',
    page: 'keys-page',
    load: () => import('./keys/keys-page.ts'),
    ...owner,
  },
  {
    name: 'origins',
    words: 'Origins',
    page: 'origins-page',
    load: () => import('./origins/origins-page.ts'),
    ...owner,
  },
  {
    name: 'tokens',
    words: 'Visitors’ tokens',
    page: 'tokens-page',
    load: () => import('./tokens/tokens-page.ts'),
    ...owner,
  },
  {
    name: 'theme',
    words: 'Theme',
    page: 'theme-page',
    load: () => import('./theme/theme-page.ts'),
    ...owner,
  },
  {
    name: 'project',
    words: 'Project',
    page: 'project-page',
    load: () => import('./project/project-page.ts'),
    ...owner,
  },
];

const home = '/admin/{project}/settings';

/** Their addresses; the settings themselves begin with the snippet. */
export const settingsRoutes: Route[] = [
  { path: home, page: 'install-page', load: () => import('./install/install-page.ts') },
  ...settingsPages.map(({ name, words: _, ...route }) => ({ ...route, path: `${home}/${name}` })),
];

import type { Role } from '../../contract/vocabulary.ts';

/** One page of the settings, as it is offered. Its script and its element are in `routes.ts`. */
export interface SettingsTab {
  /** The end of its address. */
  name: 'install' | 'members' | 'keys' | 'origins' | 'tokens' | 'theme' | 'project';
  words: string;
  /** The least role in the project that the page is for; without one, any. */
  role?: Role;
}

/** What an owner alone may see or change: the server has the last word. */
const owner = { role: 'owner' } as const;

/** The pages of the settings, in the order in which they are offered. */
export const settingsTabs: readonly SettingsTab[] = [
  { name: 'install', words: 'Install' },
  { name: 'members', words: 'Members' },
  { name: 'keys', words: 'API keys', ...owner },
  { name: 'origins', words: 'Origins', ...owner },
  { name: 'tokens', words: 'Visitors’ tokens', ...owner },
  { name: 'theme', words: 'Theme', ...owner },
  { name: 'project', words: 'Project', ...owner },
];

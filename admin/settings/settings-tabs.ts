import type { Role } from '../../contract/vocabulary.ts';

/** One page of the settings, as it is offered. Its script and its element are in `routes.ts`. */
export interface SettingsTab {
  /** The end of its address. */
  name: 'install' | 'members' | 'keys' | 'origins' | 'tokens' | 'theme' | 'project';
  label: string;
  /** The least role in the project that the page is for; without one, any. */
  role?: Role;
}

/** What an owner alone may see or change: the server has the last word. */
const ownerOnly = { role: 'owner' } as const;

/** The pages of the settings, in the order in which they are offered. */
export const settingsTabs: readonly SettingsTab[] = [
  { name: 'install', label: 'Install' },
  { name: 'members', label: 'Members' },
  { name: 'keys', label: 'API keys', ...ownerOnly },
  { name: 'origins', label: 'Origins', ...ownerOnly },
  { name: 'tokens', label: 'Visitors’ tokens', ...ownerOnly },
  { name: 'theme', label: 'Theme', ...ownerOnly },
  { name: 'project', label: 'Project', ...ownerOnly },
];

import type { Role } from '../../contract/vocabulary.ts';

/** The tab of one settings page. The page's script and element are in `routes.ts`. */
export interface SettingsTab {
  /** The last part of the page's address. */
  name: 'install' | 'members' | 'keys' | 'origins' | 'tokens' | 'theme' | 'project';
  label: string;
  /** The least role that may open the page; any role if missing. */
  role?: Role;
}

/** For pages that only an owner may open. The server has the last word. */
const ownerOnly = { role: 'owner' } as const;

/** The settings pages, in the order of their tabs. */
export const settingsTabs: readonly SettingsTab[] = [
  { name: 'install', label: 'Install' },
  { name: 'members', label: 'Members' },
  { name: 'keys', label: 'API keys', ...ownerOnly },
  { name: 'origins', label: 'Origins', ...ownerOnly },
  { name: 'tokens', label: 'Visitor tokens', ...ownerOnly },
  { name: 'theme', label: 'Theme', ...ownerOnly },
  { name: 'project', label: 'Project', ...ownerOnly },
];

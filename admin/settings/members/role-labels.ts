import type { Role } from '../../../contract/vocabulary.ts';

/** The name of each role, and what it may do. */
export const roleLabels: Record<Role, { name: string; description: string }> = {
  viewer: { name: 'Viewer', description: 'Reads everything except keys.' },
  editor: { name: 'Editor', description: 'Drafts releases and can roll back live ones.' },
  publisher: { name: 'Publisher', description: 'Also publishes, schedules and imports.' },
  owner: { name: 'Owner', description: 'Also manages keys, members and settings.' },
};

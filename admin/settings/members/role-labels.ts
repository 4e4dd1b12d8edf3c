import type { Role } from '../../../contract/vocabulary.ts';

/** The name of each role, and what it may do. */
export const roleLabels: Record<Role, { name: string; description: string }> = {
  viewer: { name: 'Viewer', description: 'Reads everything but keys.' },
  editor: { name: 'Editor', description: 'Drafts releases, and may roll one back.' },
  publisher: { name: 'Publisher', description: 'Publishes, schedules and imports too.' },
  owner: { name: 'Owner', description: 'Has keys, members and settings too.' },
};

import type { Role } from '../../../contract/vocabulary.ts';

/** How each role is called, and what it is for. */
export const roleWords: Record<Role, { name: string; may: string }> = {
  viewer: { name: 'Viewer', may: 'Reads everything but keys.' },
  editor: { name: 'Editor', may: 'Drafts releases, and may roll one back.' },
  publisher: { name: 'Publisher', may: 'Publishes, schedules and imports too.' },
  owner: { name: 'Owner', may: 'Has keys, members and settings too.' },
};

import type { Release } from '../../contract/releases.ts';
import { isAtLeast, mayEdit, type Role, transitions } from '../../contract/vocabulary.ts';

/** What the pages offer, and the least role that it takes; the server has the last word. */
const requiredRoles = {
  draft: 'editor',
  rollBack: transitions.roll_back.role,
  publish: transitions.publish.role,
  import: 'publisher',
  seeKeys: 'owner',
  changeSettings: 'owner',
  changeMembers: 'owner',
  createProject: 'owner',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof requiredRoles;

/** Whether a role is enough for something. */
export function hasPermission(role: Role, permission: Permission): boolean {
  return isAtLeast(role, requiredRoles[permission]);
}

/** Whether a role may edit a release, or write a new one. A release that is over stays as it was read. */
export function mayWrite(role: Role, release: Pick<Release, 'state'> | undefined): boolean {
  const { state } = release ?? { state: 'draft' };
  return state !== 'rolled_back' && state !== 'archived' && mayEdit(role, state);
}

/** Whether somebody may make a project: an owner of any, or who has none yet, as the first one here. */
export function mayCreateProject(projects: readonly { role: Role }[]): boolean {
  return projects.length === 0 || projects.some(({ role }) => hasPermission(role, 'createProject'));
}

/** Why something is not offered, for whoever asks: beside a control that is disabled. */
export function missingRoleMessage(role: Role, permission: Permission): string | undefined {
  if (hasPermission(role, permission)) return undefined;
  const requiredRole = requiredRoles[permission];
  return `This takes ${requiredRole === 'editor' || requiredRole === 'owner' ? 'an' : 'a'} ${requiredRole}; you are ${role === 'editor' ? 'an' : 'a'} ${role} here.`;
}

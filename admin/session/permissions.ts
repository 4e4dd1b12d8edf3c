import type { Release } from '../../contract/releases.ts';
import { isAtLeast, mayEdit, type Role, transitions } from '../../contract/vocabulary.ts';

/** The least role for each action that the pages offer. The server has the last word. */
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

/** Whether a role is enough for an action. */
export function hasPermission(role: Role, permission: Permission): boolean {
  return isAtLeast(role, requiredRoles[permission]);
}

/** Whether a role may edit a release, or create one. A rolled-back or archived one is read-only. */
export function mayWrite(role: Role, release: Pick<Release, 'state'> | undefined): boolean {
  const { state } = release ?? { state: 'draft' };
  return state !== 'rolled_back' && state !== 'archived' && mayEdit(role, state);
}

/** Whether a person may create a project: an owner of any, or a person in none: the first owner. */
export function mayCreateProject(projects: readonly { role: Role }[]): boolean {
  return projects.length === 0 || projects.some(({ role }) => hasPermission(role, 'createProject'));
}

/** Returns why an action is disabled, to show next to its control; undefined if it is not. */
export function missingRoleMessage(role: Role, permission: Permission): string | undefined {
  if (hasPermission(role, permission)) return undefined;
  const requiredRole = requiredRoles[permission];
  return `You need to be ${requiredRole === 'editor' || requiredRole === 'owner' ? 'an' : 'a'} ${requiredRole} to do this. You’re ${role === 'editor' ? 'an' : 'a'} ${role} in this project.`;
}

import { isStorable } from '../../../contract/fields.ts';
import type { Person } from '../../../contract/people.ts';
import type { Project } from '../../../contract/projects.ts';
import { type Role, roleOfScope, scopeFor } from '../../../contract/vocabulary.ts';
import type { Db } from '../../db/database.ts';
import { AppError } from '../../errors.ts';
import type { StoredApiKey } from '../../keys/api-key-queries.ts';
import { isFirstOwner } from '../../members/first-owner.ts';
import { findMemberRole, listMemberships, strongestRole } from '../../members/members.ts';
import type { ActiveSession } from '../../people/sign-in.ts';
import { getProject } from '../../projects/projects.ts';

/** Where a caller stands. */
export interface ProjectAccess {
  role: Role;
  /** The path's, or a key's own; undefined for a person where the path names none. */
  project: Project | undefined;
  /** Whose records and repeated requests the caller's are, where the path names no project. */
  projectId: string | undefined;
}

/** Who calls, before it is known in which project. */
export interface AuthenticatedCaller {
  /** `key:ID` or `person:ID`. */
  actor: string;
  /** What only this caller has. */
  credential: string;
  person: Person | undefined;
  /** Throws `not_found` for a project that is none of theirs, as if it were not there. */
  resolveAccess(db: Db, projectName: string | undefined): Promise<ProjectAccess>;
  /** Says in their words that a role is too weak. */
  roleErrorMessage(needs: Role, has: Role): string;
}

/** A program: its key opens one project, and any other might as well not be there. */
export function createKeyCaller(key: StoredApiKey, keyText: string): AuthenticatedCaller {
  return {
    actor: `key:${key.keyId}`,
    credential: keyText,
    person: undefined,
    async resolveAccess(db, name) {
      const project = await getProject(db, key.projectId);
      if (name !== undefined && name !== project.id && name !== project.slug) {
        throw new AppError('not_found', 'There is no such project, or your key does not open it.');
      }
      return { role: roleOfScope[key.scope], project, projectId: project.id };
    },
    roleErrorMessage: (needs, has) =>
      `This needs a key of scope ${scopeFor(needs)}; yours has ${scopeFor(has)}.`,
  };
}

/**
 * A person: what they may do is looked up anew at each request, project by project. `cookie` is the
 * session's with its signature, which the database does not have.
 */
export function createPersonCaller({ person }: ActiveSession, cookie: string): AuthenticatedCaller {
  return {
    actor: `person:${person.id}`,
    credential: cookie,
    person,
    resolveAccess: (db, name) =>
      name === undefined
        ? resolveInstanceAccess(db, person)
        : resolvePersonAccess(db, person, name),
    roleErrorMessage: (needs, has) => `This needs the role ${needs}; yours is ${has}.`,
  };
}

async function resolvePersonAccess(
  db: Db,
  { id: personId }: Person,
  name: string,
): Promise<ProjectAccess> {
  // PostgreSQL takes no NUL, even to compare with.
  if (!isStorable(name)) throw noSuchProjectError();
  const project = await getProject(db, name).catch((error: unknown) => {
    throw error instanceof AppError ? noSuchProjectError() : error;
  });
  const role = await findMemberRole(db, { projectId: project.id, personId });
  if (!role) throw noSuchProjectError();
  return { role, project, projectId: project.id };
}

/** Without a project a person is what they are in any; who came in first is an owner anyway. */
async function resolveInstanceAccess(db: Db, { id }: Person): Promise<ProjectAccess> {
  const memberships = await listMemberships(db, id);
  const role = (await isFirstOwner(db, id)) ? 'owner' : strongestRole(memberships);
  // The one that was made first: a project that they are making now must not become it.
  const [projectId] = memberships.map((one) => one.id).sort();
  return { role, project: undefined, projectId };
}

function noSuchProjectError(): AppError {
  return new AppError('not_found', 'There is no such project, or you are no member of it.');
}

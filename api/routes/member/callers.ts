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

/** A caller's role, and the project that it applies to. */
export interface ProjectAccess {
  role: Role;
  /** The path's project, or a key's own; undefined for a person if the path names none. */
  project: Project | undefined;
  /** The project that the caller's audit entries and repeated requests belong to. */
  projectId: string | undefined;
}

/** An authenticated caller, before the project is known. */
export interface AuthenticatedCaller {
  /** `key:ID` or `person:ID`. */
  actor: string;
  /** A secret that only this caller has. */
  credential: string;
  person: Person | undefined;
  /** Throws `not_found` for a project that is not theirs, as if it did not exist. */
  resolveAccess(db: Db, projectName: string | undefined): Promise<ProjectAccess>;
  /** Returns the sentence for a role that is too weak, in terms of a key's scope or a role. */
  roleErrorMessage(needs: Role, has: Role): string;
}

/** Creates the caller of a key, which gives access to one project. Others seem not to exist. */
export function createKeyCaller(key: StoredApiKey, keyText: string): AuthenticatedCaller {
  return {
    actor: `key:${key.keyId}`,
    credential: keyText,
    person: undefined,
    async resolveAccess(db, name) {
      const project = await getProject(db, key.projectId);
      if (name !== undefined && name !== project.id && name !== project.slug) {
        throw new AppError(
          'not_found',
          'This project does not exist, or your API key has no access to it.',
        );
      }
      return { role: roleOfScope[key.scope], project, projectId: project.id };
    },
    roleErrorMessage: (needs, has) =>
      `This requires an API key with scope ${scopeFor(needs)}. Yours has scope ${scopeFor(has)}.`,
  };
}

/**
 * Creates the caller of a session. The person's role in the project is read again at each request.
 * `cookie` is the session's value with its signature, which the database does not have.
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
    roleErrorMessage: (needs, has) => `This requires the role ${needs}. Yours is ${has}.`,
  };
}

async function resolvePersonAccess(
  db: Db,
  { id: personId }: Person,
  name: string,
): Promise<ProjectAccess> {
  // PostgreSQL refuses NUL in text, even in a comparison.
  if (!isStorable(name)) throw noSuchProjectError();
  const project = await getProject(db, name).catch((error: unknown) => {
    throw error instanceof AppError ? noSuchProjectError() : error;
  });
  const role = await findMemberRole(db, { projectId: project.id, personId });
  if (!role) throw noSuchProjectError();
  return { role, project, projectId: project.id };
}

/** Without a project, a person has their strongest role; the first owner is always an owner. */
async function resolveInstanceAccess(db: Db, { id }: Person): Promise<ProjectAccess> {
  const memberships = await listMemberships(db, id);
  const role = (await isFirstOwner(db, id)) ? 'owner' : strongestRole(memberships);
  // The oldest project, so that a project created by this request cannot take its place.
  const [projectId] = memberships.map((one) => one.id).sort();
  return { role, project: undefined, projectId };
}

function noSuchProjectError(): AppError {
  return new AppError('not_found', 'This project does not exist, or you are not a member of it.');
}

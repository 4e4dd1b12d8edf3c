import { isStorable } from '../../../contract/fields.ts';
import type { Person } from '../../../contract/people.ts';
import type { Project } from '../../../contract/projects.ts';
import { type Role, roleOfScope, scopeFor } from '../../../contract/vocabulary.ts';
import type { Db } from '../../db/database.ts';
import { AppError } from '../../errors.ts';
import type { KnownKey } from '../../keys/api-key-queries.ts';
import { isFirstOwner } from '../../members/first-owner.ts';
import { listMemberships, roleIn, strongestRole } from '../../members/members.ts';
import type { FoundSession } from '../../people/sign-in.ts';
import { getProject } from '../../projects/projects.ts';

/** Where a caller stands. */
export interface Standing {
  role: Role;
  /** The path's, or a key's own; undefined for a person where the path names none. */
  project: Project | undefined;
  /** Whose records and repeated requests the caller's are, where the path names no project. */
  projectId: string | undefined;
}

/** Who calls, before it is known in which project. */
export interface KnownCaller {
  /** `key:ID` or `person:ID`. */
  actor: string;
  /** What only this caller has. */
  credential: string;
  person: Person | undefined;
  /** Throws `not_found` for a project that is none of theirs, as if it were not there. */
  enter(db: Db, projectName: string | undefined): Promise<Standing>;
  /** Says in their words that a role is too weak. */
  tooWeak(needs: Role, has: Role): string;
}

/** A program: its key opens one project, and any other might as well not be there. */
export function programOf(key: KnownKey, keyText: string): KnownCaller {
  return {
    actor: `key:${key.keyId}`,
    credential: keyText,
    person: undefined,
    async enter(db, name) {
      const project = await getProject(db, key.projectId);
      if (name !== undefined && name !== project.id && name !== project.slug) {
        throw new AppError('not_found', 'There is no such project, or your key does not open it.');
      }
      return { role: roleOfScope[key.scope], project, projectId: project.id };
    },
    tooWeak: (needs, has) =>
      `This needs a key of scope ${scopeFor(needs)}; yours has ${scopeFor(has)}.`,
  };
}

/**
 * A person: what they may do is looked up anew at each request, project by project. `cookie` is the
 * session's with its signature, which the database does not have.
 */
export function personOf({ person }: FoundSession, cookie: string): KnownCaller {
  return {
    actor: `person:${person.id}`,
    credential: cookie,
    person,
    enter: (db, name) => (name === undefined ? standAnywhere(db, person) : stand(db, person, name)),
    tooWeak: (needs, has) => `This needs the role ${needs}; yours is ${has}.`,
  };
}

async function stand(db: Db, { id: personId }: Person, name: string): Promise<Standing> {
  // PostgreSQL takes no NUL, even to compare with.
  if (!isStorable(name)) throw notTheirs();
  const project = await getProject(db, name).catch((error: unknown) => {
    throw error instanceof AppError ? notTheirs() : error;
  });
  const role = await roleIn(db, { projectId: project.id, personId });
  if (!role) throw notTheirs();
  return { role, project, projectId: project.id };
}

/** Without a project a person is what they are in any; who came in first is an owner anyway. */
async function standAnywhere(db: Db, { id }: Person): Promise<Standing> {
  const memberships = await listMemberships(db, id);
  const role = (await isFirstOwner(db, id)) ? 'owner' : strongestRole(memberships);
  // The one that was made first: a project that they are making now must not become it.
  const [projectId] = memberships.map((one) => one.id).sort();
  return { role, project: undefined, projectId };
}

function notTheirs(): AppError {
  return new AppError('not_found', 'There is no such project, or you are no member of it.');
}

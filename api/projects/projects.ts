import { randomBytes } from 'node:crypto';
import type { Project, ProjectCreate, ProjectEdit } from '../../contract/projects.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError, invalidField, notFound } from '../errors.ts';
import {
  countProjects,
  findOldestPublicKey,
  findProject,
  findProjectBySlug,
  insertProject,
  isSlugConflict,
  listProjects,
  listProjectsByName,
  type ProjectEdition,
  updateProject,
} from './queries.ts';

export type { ProjectEdition };

/**
 * Creates the project of a change, with the first entry of its audit log. The caller adds the
 * project's survey in the same change. Throws `slug_taken`.
 */
export async function createProject(
  { trx, projectId: id, now, record }: Change,
  input: ProjectCreate,
  { publicKey, generated = false }: { publicKey: string; generated?: boolean },
): Promise<Project> {
  const row = { id, publicKey, generated, ...input };
  const created = await insertProject(trx, row, now.toISOString());
  if (!created) throw slugTakenError(input.slug);
  record('project.create', `project:${id}`, { after: input });
  return created.project;
}

/** Returns a new public key: access to the public routes only, with 144 random bits. */
export function newPublicKey(): string {
  return `pk_${randomBytes(18).toString('base64url')}`;
}

/** Whether this instance has any project that was not generated. */
export async function hasProjects(db: Db): Promise<boolean> {
  return (await countProjects(db)) > 0;
}

/** Returns all projects of the instance, oldest first, without checking who may see them. */
export async function listProjectNames(db: Db): Promise<Pick<Project, 'id' | 'slug'>[]> {
  return listProjects(db);
}

/** Returns the projects with these ids, by name. Ids that do not exist are left out. */
export async function listProjectsById(db: Db, ids: readonly string[]): Promise<Project[]> {
  return ids.length === 0 ? [] : listProjectsByName(db, ids);
}

/** Returns the public key of a generated project, else of the oldest one; undefined if none. */
export async function oldestPublicKey(db: Db): Promise<string | undefined> {
  return findOldestPublicKey(db);
}

/** Returns a project by its id or slug. Throws `not_found`. */
export async function getProject(db: Db, nameOrId: string): Promise<Project> {
  return (await getProjectEdition(db, nameOrId)).project;
}

/** Returns a project with the number of its edition, which is its ETag. Throws `not_found`. */
export async function getProjectEdition(db: Db, nameOrId: string): Promise<ProjectEdition> {
  const found = (await findProject(db, nameOrId)) ?? (await findProjectBySlug(db, nameOrId));
  if (!found) throw notFound('project');
  return found;
}

/**
 * Changes the given settings, and raises the public revision if a visitor could notice the change.
 * Throws `precondition_failed` if the edition is not the expected one, and `slug_taken`.
 */
export async function editProject(
  change: Change,
  { edit, expected }: { edit: ProjectEdit; expected: number | '*' },
): Promise<ProjectEdition> {
  const { trx, projectId, now } = change;
  const { project: before } = await getProjectEdition(trx, projectId);
  const edited = await updateProject(trx, projectId, edit, expected, now.toISOString()).catch(
    (error: unknown) => {
      throw isSlugConflict(error) ? slugTakenError(edit.slug) : error;
    },
  );
  if (!edited) {
    throw new AppError(
      'precondition_failed',
      'Someone else has changed this project. Reload and try again.',
    );
  }
  const { project: after, edition } = edited;
  const states = { before: pickEdited(before, edit), after: edit };
  change.record('project.edit', `project:${projectId}`, states);
  if (!isNoticeable(before, after)) {
    change.raisePrivateRevision();
    return edited;
  }
  change.raiseRevision();
  // The row gets this number when the change is stored.
  return { project: { ...after, revision: after.revision + 1 }, edition };
}

/** The settings that visitors could notice. */
const publicSettings = ['name', 'slug', 'url', 'theme', 'requireVerified'] as const;

function isNoticeable(before: Project, after: Project): boolean {
  const isDifferent = (field: (typeof publicSettings)[number]) =>
    JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  return publicSettings.some(isDifferent);
}

function pickEdited(project: Project, edit: ProjectEdit): Partial<Project> {
  return Object.fromEntries(Object.entries(project).filter(([field]) => field in edit));
}

function slugTakenError(slug = ''): AppError {
  return invalidField('slug_taken', '/slug', `The slug ${slug} is already taken. Choose another.`);
}

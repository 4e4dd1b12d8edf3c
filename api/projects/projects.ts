import { randomBytes } from 'node:crypto';
import type { Project, ProjectCreate, ProjectEdit } from '../../contract/projects.ts';
import { recordAudit } from '../audit/audit.ts';
import { hintChange } from '../db/change-notices.ts';
import type { Db, Dialect } from '../db/database.ts';
import { AppError, notFound, refuse } from '../errors.ts';
import {
  countProjects,
  findOldestPublicKey,
  findProject,
  findProjectBySlug,
  incrementPrivateRevision,
  incrementRevision,
  insertProject,
  isSlugConflict,
  listProjects,
  listProjectsByName,
  type ProjectEdition,
  updateProject,
} from './queries.ts';

export type { ProjectEdition };

/**
 * Makes a project and the first entry of its audit log. Its survey is added by the caller, in the
 * same transaction. Throws `slug_taken`.
 */
export async function createProject(
  trx: Db,
  input: ProjectCreate,
  by: { id: string; publicKey: string; actor: string; generated?: boolean },
  now: Date,
): Promise<Project> {
  const { id, publicKey, actor, generated = false } = by;
  const row = { id, publicKey, generated, ...input };
  const created = await insertProject(trx, row, now.toISOString());
  if (!created) throw slugTaken(input.slug);
  const note = { projectId: id, actor, action: 'project.create', subject: `project:${id}` };
  await recordAudit(trx, { ...note, after: input }, now);
  return created.project;
}

/** A new public key: it opens nothing but the public routes, and nobody guesses its 144 bits. */
export function newPublicKey(): string {
  return `pk_${randomBytes(18).toString('base64url')}`;
}

/** Whether this instance has any project of somebody's own: a generated one is nobody's. */
export async function hasProjects(db: Db): Promise<boolean> {
  return (await countProjects(db)) > 0;
}

/** All of the instance: for the operator alone. */
export async function listProjectNames(db: Db): Promise<Pick<Project, 'id' | 'slug'>[]> {
  return listProjects(db);
}

/** Those of the given ids that are there, by name. */
export async function listProjectsById(db: Db, ids: readonly string[]): Promise<Project[]> {
  return ids.length === 0 ? [] : listProjectsByName(db, ids);
}

/** Of the generated project, else of the one that was made first; undefined where there is none. */
export async function oldestPublicKey(db: Db): Promise<string | undefined> {
  return findOldestPublicKey(db);
}

/** A project by its id or slug. Throws `not_found`. */
export async function getProject(db: Db, nameOrId: string): Promise<Project> {
  return (await getProjectEdition(db, nameOrId)).project;
}

/** The same with the number of its edition, which is its ETag. Throws `not_found`. */
export async function getProjectEdition(db: Db, nameOrId: string): Promise<ProjectEdition> {
  const found = (await findProject(db, nameOrId)) ?? (await findProjectBySlug(db, nameOrId));
  if (!found) throw notFound('project');
  return found;
}

/**
 * Changes the given settings, and raises the public revision if a visitor could notice one of them.
 * Throws `precondition_failed` if the edition is no longer the expected one, and `slug_taken`.
 */
export async function editProject(
  trx: Db,
  dialect: Dialect,
  change: { projectId: string; actor: string; edit: ProjectEdit; expected: number | '*' },
  now: Date,
): Promise<ProjectEdition> {
  const { projectId, actor, edit, expected } = change;
  const { project: before } = await getProjectEdition(trx, projectId);
  const edited = await updateProject(trx, projectId, edit, expected, now.toISOString()).catch(
    (error: unknown) => {
      throw isSlugConflict(error) ? slugTaken(edit.slug) : error;
    },
  );
  if (!edited) {
    throw new AppError(
      'precondition_failed',
      'Someone else has changed this project. Read it anew.',
    );
  }
  const raise = isNoticeable(before, edited.project) ? raiseRevision : raisePrivateRevision;
  await raise(trx, dialect, projectId);
  const note = { projectId, actor, action: 'project.edit', subject: `project:${projectId}` };
  await recordAudit(trx, { ...note, before: only(before, edit), after: edit }, now);
  return getProjectEdition(trx, projectId);
}

/**
 * Records, in the transaction of a change, that visitors could notice it: all nodes read the project
 * again, and pages that are open learn of the change.
 */
export async function raiseRevision(trx: Db, dialect: Dialect, projectId: string): Promise<void> {
  await incrementRevision(trx, projectId);
  await hintChange(trx, dialect);
}

/**
 * The same for a change that no visitor can notice, such as a schedule or a token key: all nodes read
 * the project again, and the number that visitors see stays as it is.
 */
export async function raisePrivateRevision(
  trx: Db,
  dialect: Dialect,
  projectId: string,
): Promise<void> {
  await incrementPrivateRevision(trx, projectId);
  await hintChange(trx, dialect);
}

/** The settings that visitors could notice. */
const publicSettings = ['name', 'slug', 'url', 'theme', 'requireVerified'] as const;

function isNoticeable(before: Project, after: Project): boolean {
  const isOther = (field: (typeof publicSettings)[number]) =>
    JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  return publicSettings.some(isOther);
}

function only(project: Project, edit: ProjectEdit): Partial<Project> {
  return Object.fromEntries(Object.entries(project).filter(([field]) => field in edit));
}

function slugTaken(slug = ''): AppError {
  return refuse('slug_taken', '/slug', `There is a project named ${slug} already.`);
}

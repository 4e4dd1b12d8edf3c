import { type Selectable, sql } from 'kysely';
import type { Project, ProjectCreate, ProjectEdit } from '../../contract/projects.ts';
import { emptyChain } from '../audit/audit.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';

/** A project and the number of its edition, which rises with every edit of the settings. */
export interface ProjectEdition {
  project: Project;
  edition: number;
}

/** Returns undefined if another project has the slug. */
export async function insertProject(
  trx: Db,
  project: ProjectCreate & { id: string; publicKey: string; generated: boolean },
  createdAt: string,
): Promise<ProjectEdition | undefined> {
  const row = await trx
    .insertInto('project')
    .values({
      id: project.id,
      public_key: project.publicKey,
      ...toNewColumns(project),
      revision: 1,
      edition: 1,
      audit_seq: emptyChain.seq,
      audit_hash: emptyChain.hash,
      created_at: createdAt,
      updated_at: createdAt,
      generated: project.generated ? 'filling' : null,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && toProject(row);
}

/** Returns all projects of the instance, oldest first. */
export async function listProjects(db: Db): Promise<Pick<Project, 'id' | 'slug'>[]> {
  return db.selectFrom('project').select(['id', 'slug']).orderBy('created_at').execute();
}

/** Returns projects in the order of their names. `ids` must not be empty. */
export async function listProjectsByName(db: Db, ids: readonly string[]): Promise<Project[]> {
  const query = db.selectFrom('project').selectAll().where('id', 'in', ids);
  const rows = await query.orderBy('name').orderBy('id').execute();
  return rows.map((row) => toProject(row).project);
}

/** Returns the oldest project's public key, generated projects first; undefined if none. */
export async function findOldestPublicKey(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('project')
    .select('public_key')
    .orderBy(sql`case when generated is null then 1 else 0 end`)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.public_key;
}

/** Counts the projects of the whole instance that were not generated. */
export async function countProjects(db: Db): Promise<number> {
  const count = db.fn.countAll<number>().as('count');
  const { count: projects } = await db
    .selectFrom('project')
    .select(count)
    .where('generated', 'is', null)
    .executeTakeFirstOrThrow();
  return projects;
}

export async function findProject(db: Db, id: string): Promise<ProjectEdition | undefined> {
  const query = db.selectFrom('project').selectAll().where('id', '=', id);
  const row = await query.executeTakeFirst();
  return row && toProject(row);
}

export async function findProjectBySlug(db: Db, slug: string): Promise<ProjectEdition | undefined> {
  const query = db.selectFrom('project').selectAll().where('slug', '=', slug);
  const row = await query.executeTakeFirst();
  return row && toProject(row);
}

/** Returns undefined if the edition is not the expected one. */
export async function updateProject(
  trx: Db,
  id: string,
  edit: ProjectEdit,
  expected: number | '*',
  updatedAt: string,
): Promise<ProjectEdition | undefined> {
  const row = await trx
    .updateTable('project')
    .set({ ...toColumns(edit), edition: sql`edition + 1`, updated_at: updatedAt })
    .where('id', '=', id)
    .$if(expected !== '*', (query) => query.where('edition', '=', Number(expected)))
    .returningAll()
    .executeTakeFirst();
  return row && toProject(row);
}

/** Whether a statement failed because of a taken slug: the codes of SQLite and PostgreSQL. */
export function isSlugConflict(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === '23505';
}

function toNewColumns(settings: ProjectCreate) {
  return {
    slug: settings.slug,
    name: settings.name,
    url: settings.url,
    allowed_origins: JSON.stringify(settings.allowedOrigins),
    theme: JSON.stringify(settings.theme),
    tallied_traits: JSON.stringify(settings.talliedTraits),
    require_verified: settings.requireVerified ? (1 as const) : (0 as const),
    own_networks: JSON.stringify(settings.ownNetworks),
  };
}

function toColumns(edit: ProjectEdit) {
  const { name, slug, url, allowedOrigins, theme, talliedTraits, requireVerified } = edit;
  const { ownNetworks } = edit;
  return {
    ...(name !== undefined && { name }),
    ...(slug !== undefined && { slug }),
    ...(url !== undefined && { url }),
    ...(allowedOrigins && { allowed_origins: JSON.stringify(allowedOrigins) }),
    ...(theme && { theme: JSON.stringify(theme) }),
    ...(talliedTraits && { tallied_traits: JSON.stringify(talliedTraits) }),
    ...(requireVerified !== undefined && ({ require_verified: requireVerified ? 1 : 0 } as const)),
    ...(ownNetworks && { own_networks: JSON.stringify(ownNetworks) }),
  };
}

function toProject(row: Selectable<Schema['project']>): ProjectEdition {
  const project: Project = {
    id: row.id,
    publicKey: row.public_key,
    name: row.name,
    slug: row.slug,
    url: row.url,
    allowedOrigins: JSON.parse(row.allowed_origins),
    theme: JSON.parse(row.theme),
    talliedTraits: JSON.parse(row.tallied_traits),
    requireVerified: row.require_verified === 1,
    ownNetworks: JSON.parse(row.own_networks),
    revision: row.revision,
    generated: row.generated !== null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
  return { project, edition: row.edition };
}

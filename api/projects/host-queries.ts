import type { Db } from '../db/database.ts';

/** What the public routes need to know of a project, besides its token keys. */
export interface HostSettings {
  projectId: string;
  name: string;
  url: string | null;
  /** Origins of the pages that may use it; none means all. */
  allowedOrigins: string[];
  /** Traits by which answers are tallied. */
  talliedTraits: string[];
  requireVerified: boolean;
  /** Addresses and CIDR ranges whose anonymous raters are never held back. */
  ownNetworks: string[];
  /** The project's revision when this was read. */
  revision: number;
}

/** By public key, the id of each project of this instance. */
export async function listPublicKeys(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('project').select(['id', 'public_key']).execute();
  return new Map(rows.map((row) => [row.public_key, row.id]));
}

export async function findHostSettings(
  db: Db,
  projectId: string,
): Promise<HostSettings | undefined> {
  const row = await db
    .selectFrom('project')
    .select(['id', 'name', 'url', 'allowed_origins', 'tallied_traits'])
    .select(['require_verified', 'own_networks', 'revision'])
    .where('id', '=', projectId)
    .executeTakeFirst();
  return (
    row && {
      projectId: row.id,
      name: row.name,
      url: row.url,
      allowedOrigins: JSON.parse(row.allowed_origins),
      talliedTraits: JSON.parse(row.tallied_traits),
      requireVerified: row.require_verified === 1,
      ownNetworks: JSON.parse(row.own_networks),
      revision: row.revision,
    }
  );
}

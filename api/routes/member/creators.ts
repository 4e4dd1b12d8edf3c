import type { ApiKey, ListedApiKey } from '../../../contract/keys.ts';
import type { Withdrawal } from '../../../contract/withdrawals.ts';
import { findSubjectNames, idIn } from '../../audit/names.ts';
import type { Db } from '../../db/database.ts';
import { mayGrant } from '../../members/authority.ts';
import type { Grant } from '../../members/withdrawals.ts';
import { listPeopleNames } from '../../people/names.ts';
import { getProject } from '../../projects/projects.ts';

interface WithCreatedBy {
  createdBy: string | null;
}

/** An object with the name of the person or key that created it; null if unknown. */
export type WithCreator<Thing> = Thing & { createdByName: string | null };

/** Adds the names of creators: a person's current name, or the name a key was created with. */
export async function withCreators<Thing extends WithCreatedBy>(
  db: Db,
  projectId: string,
  things: readonly Thing[],
): Promise<WithCreator<Thing>[]> {
  const creators = [...new Set(things.map(({ createdBy }) => createdBy ?? ''))];
  const people = creators.flatMap((one) => idIn(one, 'person') ?? []);
  const keys = creators.filter((one) => idIn(one, 'key'));
  const names = new Map([
    ...(await listPeopleNames(db, people)),
    ...(await findSubjectNames(db, projectId, keys)),
  ]);
  return things.map((thing) => {
    const creator = thing.createdBy ?? '';
    return { ...thing, createdByName: names.get(idIn(creator, 'person') ?? creator) ?? null };
  });
}

/** Adds the names of creators to keys, and whether the creators may still create keys. */
export async function describeKeys(
  db: Db,
  projectId: string,
  keys: readonly ApiKey[],
  now: Date,
): Promise<ListedApiKey[]> {
  const named = await withCreators(db, projectId, keys);
  return Promise.all(
    named.map(async (key) => ({ ...key, authority: await authorityOf(db, projectId, key, now) })),
  );
}

async function authorityOf(
  db: Db,
  projectId: string,
  { createdBy }: WithCreatedBy,
  now: Date,
): Promise<ListedApiKey['authority']> {
  if (createdBy === null) return 'unknown';
  return (await mayGrant(db, { projectId, actor: createdBy }, now)) ? 'valid' : 'lost';
}

/** Returns the objects that a change would withdraw, with the names of projects and creators. */
export async function describeGrants(db: Db, grants: readonly Grant[]): Promise<Withdrawal[]> {
  const described: Withdrawal[] = [];
  for (const { projectId, ...grant } of grants) {
    const { id, name } = await getProject(db, projectId);
    const [named] = await withCreators(db, projectId, [grant]);
    described.push({
      ...grant,
      project: { id, name },
      createdByName: named?.createdByName ?? null,
    });
  }
  return described;
}

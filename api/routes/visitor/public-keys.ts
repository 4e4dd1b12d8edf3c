import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { listPublicKeys } from '../../projects/public-key-queries.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

/** Returns a public key's project, usually from memory. Throws `project_unknown`. */
export type FindByKey = (publicKey: string) => Promise<Snapshot> | Snapshot;

/** Keeps the public keys of all projects in memory. */
export function createFindByKey({ database, notices, snapshots }: Deps): FindByKey {
  const findId = createKeyDirectory({ database, notices });

  function find(projectId: string): Promise<Snapshot> | Snapshot {
    const snapshot = snapshots.get(projectId);
    return snapshot instanceof Promise ? snapshot.catch(throwProjectUnknown) : snapshot;
  }

  return (publicKey) => {
    const projectId = findId(publicKey);
    return projectId instanceof Promise ? projectId.then(find) : find(projectId);
  };
}

/** A project that has been deleted since is unknown. */
function throwProjectUnknown(error: unknown): never {
  throw error instanceof AppError && error.code === 'not_found' ? projectUnknownError() : error;
}

/**
 * Keeps all public keys in memory and reads them again when a project appears, so that a flood of
 * wrong keys never reaches the database.
 */
function createKeyDirectory({ database, notices }: Pick<Deps, 'database' | 'notices'>) {
  let known: Map<string, string> | undefined;
  let loading: Promise<Map<string, string>> | undefined;
  notices.onChange((projectId) => {
    // A query that has already started may miss the change.
    loading = undefined;
    if (known && ![...known.values()].includes(projectId)) known = undefined;
  });

  async function read(): Promise<Map<string, string>> {
    const current = listPublicKeys(database.reader);
    loading = current;
    try {
      const keys = await current;
      if (loading === current) known = keys;
      return keys;
    } finally {
      if (loading === current) loading = undefined;
    }
  }

  return (publicKey: string): Promise<string> | string =>
    known ? idOf(known, publicKey) : (loading ?? read()).then((keys) => idOf(keys, publicKey));
}

function idOf(keys: Map<string, string>, publicKey: string): string {
  const id = keys.get(publicKey);
  if (id === undefined) throw projectUnknownError();
  return id;
}

function projectUnknownError(): AppError {
  return new AppError(
    'project_unknown',
    "No project has this public key. Use the project's publicKey, which begins with pk_.",
  );
}

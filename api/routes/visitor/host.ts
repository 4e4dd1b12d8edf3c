import { createProjectCache } from '../../db/project-cache.ts';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { createRangeCheck } from '../../http/address.ts';
import { liveTokenKeys } from '../../keys/token-keys.ts';
import { createKeyRing, type TokenKeyRing } from '../../keys/tokens.ts';
import {
  findHostSettings,
  type HostSettings,
  listPublicKeys,
} from '../../projects/host-queries.ts';

/** A project as its host product's pages meet it. */
export interface Host extends HostSettings {
  tokenKeys: TokenKeyRing;
  /** Whether an address is in one of the project's own networks. */
  isOwnAddress(address: string): boolean;
}

/** Finds the host of a public key without the database, except after a change. */
export interface Hosts {
  /** Throws `project_unknown`. */
  get(publicKey: string): Promise<Host> | Host;
}

/** Holds the hosts that were asked for, and the public keys of all. */
export function createHosts({ database, keys: { protection }, notices }: Deps): Hosts {
  const findId = createKeyDirectory({ database, notices });
  const hosts = createProjectCache(notices, async (projectId): Promise<Host> => {
    const settings = await findHostSettings(database.reader, projectId);
    if (!settings) throw unknownProject();
    const keys = await liveTokenKeys(database.reader, protection, projectId);
    const tokenKeys = createKeyRing(projectId, keys);
    return { ...settings, tokenKeys, isOwnAddress: createRangeCheck(settings.ownNetworks) };
  });

  return {
    get(publicKey) {
      const projectId = findId(publicKey);
      if (projectId instanceof Promise) return projectId.then(hosts.get);
      return hosts.get(projectId);
    },
  };
}

/**
 * All public keys in memory, read anew when a project appears: whoever floods us with wrong keys
 * never reaches the database.
 */
function createKeyDirectory({ database, notices }: Pick<Deps, 'database' | 'notices'>) {
  let known: Map<string, string> | undefined;
  let reading: Promise<Map<string, string>> | undefined;
  notices.onChange((projectId) => {
    // A reading under way may have missed it.
    reading = undefined;
    if (known && ![...known.values()].includes(projectId)) known = undefined;
  });

  async function read(): Promise<Map<string, string>> {
    const mine = listPublicKeys(database.reader);
    reading = mine;
    try {
      const keys = await mine;
      if (reading === mine) known = keys;
      return keys;
    } finally {
      if (reading === mine) reading = undefined;
    }
  }

  return (publicKey: string): Promise<string> | string =>
    known ? idOf(known, publicKey) : (reading ?? read()).then((keys) => idOf(keys, publicKey));
}

function idOf(keys: Map<string, string>, publicKey: string): string {
  const id = keys.get(publicKey);
  if (id === undefined) throw unknownProject();
  return id;
}

function unknownProject(): AppError {
  return new AppError(
    'project_unknown',
    "No project has this public key. It begins with pk_; a project's reply has it as publicKey.",
  );
}

import { createHmac } from 'node:crypto';
import type { Db } from '../db/database.ts';
import { lockKeys } from '../db/dialect.ts';
import type { VisitorKeys } from '../db/instance/keys.ts';
import { storedAnonymousId } from './anonymous-id.ts';
import type { VisitorIdentity } from './identity.ts';
import { createUnhashedCheck, type UnhashedCheck } from './unhashed-check.ts';
import {
  type Alias,
  insertAliases,
  listVisitorsByAlias,
  listVisitorsBySubject,
  upsertVisitors,
  type Visitor,
} from './visitor-queries.ts';

export type { Visitor };

/** A visitor of a project. */
export interface VisitorRef {
  projectId: string;
  identity: VisitorIdentity;
}

/** What a batch needs to create visitors. */
export interface VisitorContext {
  keys: VisitorKeys;
  randomId: () => string;
  /** Called once per batch. Default: a new check. */
  mayBeUnhashed?: UnhashedCheck;
}

/** The visitors of a batch, with the changes that `save` stores. */
export interface VisitorBatch {
  /** Undefined for a visitor who is not known yet. */
  idOf(ref: VisitorRef): string | undefined;
  /** Creates the visitor if not known yet, and sets the account to the one in the host's token. */
  findOrCreate(ref: VisitorRef, receivedAt: string): Visitor;
  update(visitor: Visitor, changes: Partial<Pick<Visitor, 'muted' | 'seenAt' | 'hasRated'>>): void;
  /** All known visitors of the batch, including those that it created. */
  all(): Iterable<Visitor>;
  /** Stores the visitors that are new or changed. */
  save(trx: Db): Promise<void>;
}

/**
 * Loads these visitors. Locks them, and the names in `extraLocks`, until the transaction ends, so
 * that no other batch changes them between the caller's reads and writes.
 */
export async function loadVisitorBatch(
  trx: Db,
  refs: readonly VisitorRef[],
  context: VisitorContext,
  extraLocks: readonly string[] = [],
): Promise<VisitorBatch> {
  const refsByName = new Map(refs.map((ref) => [lockNameOf(ref), ref]));
  await lockKeys(trx, [...refsByName.keys(), ...extraLocks]);
  const check = context.mayBeUnhashed ?? createUnhashedCheck();
  const known = await readVisitors(trx, [...refsByName.values()], await check(trx));
  const changed = new Set<Visitor>();
  const aliases: Alias[] = [];

  function create({ projectId, identity }: VisitorRef, receivedAt: string): Visitor {
    const visitor = buildVisitor({ projectId, identity }, receivedAt, context);
    changed.add(visitor);
    if (identity.kind === 'anonymous') {
      const anonymousId = storedAnonymousId(identity.anonymousId);
      aliases.push({ projectId, anonymousId, visitorId: visitor.id });
    }
    return visitor;
  }

  return {
    idOf: (ref) => known.get(lockNameOf(ref))?.id,
    findOrCreate(ref, receivedAt) {
      const name = lockNameOf(ref);
      const visitor = known.get(name) ?? create(ref, receivedAt);
      known.set(name, visitor);
      const account = accountOf(ref.identity);
      if (visitor.account !== account) changed.add(Object.assign(visitor, { account }));
      return visitor;
    },
    update(visitor, changes) {
      changed.add(Object.assign(visitor, changes));
    },
    all: () => known.values(),
    async save(trx) {
      await upsertVisitors(trx, [...changed]);
      await insertAliases(trx, aliases);
    },
  };
}

/** `mayBeUnhashed`: whether some anonymous ids may still be stored unhashed. */
async function readVisitors(
  trx: Db,
  refs: readonly VisitorRef[],
  mayBeUnhashed: boolean,
): Promise<Map<string, Visitor>> {
  const ids: { projectId: string; anonymousId: string }[] = [];
  const names = new Map<string, string>();
  const subjects: { projectId: string; subject: string }[] = [];
  for (const { projectId, identity } of refs) {
    if (identity.kind === 'anonymous') {
      for (const anonymousId of storedShapes(identity.anonymousId, mayBeUnhashed)) {
        ids.push({ projectId, anonymousId });
        names.set(`${projectId} ${anonymousId}`, visitorLockName(projectId, identity.anonymousId));
      }
    } else subjects.push({ projectId, subject: identity.subject });
  }
  const known = new Map<string, Visitor>();
  for (const { anonymousId, visitor } of await listVisitorsByAlias(trx, ids)) {
    const name = names.get(`${visitor.projectId} ${anonymousId}`);
    if (name) known.set(name, visitor);
  }
  for (const visitor of await listVisitorsBySubject(trx, subjects)) {
    known.set(`${visitor.projectId} subject ${visitor.subject}`, visitor);
  }
  return known;
}

function buildVisitor(
  { projectId, identity }: VisitorRef,
  createdAt: string,
  { keys, randomId }: VisitorContext,
): Visitor {
  const id = randomId();
  const isVerified = identity.kind === 'verified';
  // Derived from the anonymous id, these can be computed from a request before anything is stored.
  const derivedIds = derivedIdsFor(keys, projectId, isVerified ? id : identity.anonymousId);
  const subject = isVerified ? identity.subject : null;
  const account = accountOf(identity);
  const fresh = { muted: false, seenAt: null, heldGroup: null, hasRated: false };
  return { projectId, id, subject, account, createdAt, ...fresh, ...derivedIds };
}

/**
 * Derives a pseudonym for members, from which the id cannot be found, and a key for random
 * assignment. Each has its own HMAC key, so that neither reveals the other.
 */
function derivedIdsFor({ pseudonym, bucket }: VisitorKeys, projectId: string, id: string) {
  const mac = (key: string) => createHmac('sha256', key).update(`visitor\n${projectId}\n${id}`);
  return {
    pseudonym: mac(pseudonym).digest().subarray(0, 9).toString('base64url'),
    bucketKey: mac(bucket).digest().subarray(16).toString('hex'),
  };
}

function accountOf(identity: VisitorIdentity): string | null {
  return identity.kind === 'verified' ? identity.account : null;
}

function storedShapes(anonymousId: string, mayBeUnhashed: boolean): string[] {
  const stored = storedAnonymousId(anonymousId);
  return mayBeUnhashed ? [stored, anonymousId] : [stored];
}

/** Returns the name of the lock that a batch holds on an anonymous visitor. */
export function visitorLockName(projectId: string, anonymousId: string): string {
  return `${projectId} id ${anonymousId}`;
}

function lockNameOf({ projectId, identity }: VisitorRef): string {
  return identity.kind === 'anonymous'
    ? visitorLockName(projectId, identity.anonymousId)
    : `${projectId} subject ${identity.subject}`;
}

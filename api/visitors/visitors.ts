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

/** Somebody in a project. */
export interface VisitorRef {
  projectId: string;
  identity: VisitorIdentity;
}

/** What making a visitor takes. */
export interface VisitorContext {
  keys: VisitorKeys;
  randomId: () => string;
  /** Asked once per batch; a new check where none is given. */
  mayBeUnhashed?: UnhashedCheck;
}

/** The visitors that a batch is about, as they will be when it is saved. */
export interface VisitorBatch {
  /** Undefined for somebody who is new here. */
  idOf(ref: VisitorRef): string | undefined;
  /** Somebody new is made, and the account follows the host's newest word. */
  findOrCreate(ref: VisitorRef, receivedAt: string): Visitor;
  update(visitor: Visitor, changes: Partial<Pick<Visitor, 'muted' | 'seenAt' | 'hasRated'>>): void;
  /** All of these people who are known here, new ones included. */
  all(): Iterable<Visitor>;
  /** Stores who is new or changed. */
  save(trx: Db): Promise<void>;
}

/**
 * Reads what is stored of these people. Until the transaction ends no other batch is at work on
 * them, or on whatever else `extraLocks` names: what follows may read first and write later.
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

/** `mayBeUnhashed`: whether anonymous ids may also be stored as they are. */
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
  // An anonymous visitor's lots can be drawn from the request alone, before anything is stored.
  const derivedIds = derivedIdsFor(keys, projectId, isVerified ? id : identity.anonymousId);
  const subject = isVerified ? identity.subject : null;
  const account = accountOf(identity);
  const fresh = { muted: false, seenAt: null, heldGroup: null, hasRated: false };
  return { projectId, id, subject, account, createdAt, ...fresh, ...derivedIds };
}

/**
 * A pseudonym for members to read, from which nobody can tell the id, and a key for drawing lots. Each
 * has a key of its own, so that neither says anything about the other.
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

/** What an anonymous visitor is locked by while a batch is at work on them. */
export function visitorLockName(projectId: string, anonymousId: string): string {
  return `${projectId} id ${anonymousId}`;
}

function lockNameOf({ projectId, identity }: VisitorRef): string {
  return identity.kind === 'anonymous'
    ? visitorLockName(projectId, identity.anonymousId)
    : `${projectId} subject ${identity.subject}`;
}

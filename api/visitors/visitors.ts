import { createHmac } from 'node:crypto';
import type { Db } from '../db/database.ts';
import { lockKeys } from '../db/dialect.ts';
import type { VisitorKeys } from '../db/instance/keys.ts';
import { storedAnonymousId } from './anonymous-id.ts';
import type { Identity } from './identity.ts';
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
export interface Someone {
  projectId: string;
  identity: Identity;
}

/** What making a visitor takes. */
export interface VisitorOrigin {
  keys: VisitorKeys;
  randomId: () => string;
  /** Asked once per batch; a new check where none is given. */
  mayBeUnhashed?: UnhashedCheck;
}

/** The visitors that a batch is about, as they will be when it is saved. */
export interface VisitorBook {
  /** Undefined for somebody who is new here. */
  idOf(someone: Someone): string | undefined;
  /** Somebody new is made, and the account follows the host's newest word. */
  meet(someone: Someone, receivedAt: string): Visitor;
  change(visitor: Visitor, changes: Partial<Pick<Visitor, 'muted' | 'seenAt' | 'hasRated'>>): void;
  /** All of these people who are known here, new ones included. */
  met(): Iterable<Visitor>;
  /** Stores who is new or changed. */
  save(trx: Db): Promise<void>;
}

/**
 * Reads what is stored of these people. Until the transaction ends no other batch is at work on
 * them, or on whatever else `alsoHeld` names: what follows may read first and write later.
 */
export async function openVisitors(
  trx: Db,
  people: readonly Someone[],
  origin: VisitorOrigin,
  alsoHeld: readonly string[] = [],
): Promise<VisitorBook> {
  const wanted = new Map(people.map((someone) => [nameOf(someone), someone]));
  await lockKeys(trx, [...wanted.keys(), ...alsoHeld]);
  const check = origin.mayBeUnhashed ?? createUnhashedCheck();
  const known = await readVisitors(trx, [...wanted.values()], await check(trx));
  const changed = new Set<Visitor>();
  const aliases: Alias[] = [];

  function make({ projectId, identity }: Someone, receivedAt: string): Visitor {
    const visitor = makeVisitor({ projectId, identity }, receivedAt, origin);
    changed.add(visitor);
    if (identity.kind === 'anonymous') {
      const anonymousId = storedAnonymousId(identity.anonymousId);
      aliases.push({ projectId, anonymousId, visitorId: visitor.id });
    }
    return visitor;
  }

  return {
    idOf: (someone) => known.get(nameOf(someone))?.id,
    meet(someone, receivedAt) {
      const name = nameOf(someone);
      const visitor = known.get(name) ?? make(someone, receivedAt);
      known.set(name, visitor);
      const account = accountOf(someone.identity);
      if (visitor.account !== account) changed.add(Object.assign(visitor, { account }));
      return visitor;
    },
    change(visitor, changes) {
      changed.add(Object.assign(visitor, changes));
    },
    met: () => known.values(),
    async save(trx) {
      await upsertVisitors(trx, [...changed]);
      await insertAliases(trx, aliases);
    },
  };
}

/** `mayBeUnhashed`: whether anonymous ids may also be stored as they are. */
async function readVisitors(
  trx: Db,
  people: readonly Someone[],
  mayBeUnhashed: boolean,
): Promise<Map<string, Visitor>> {
  const ids: { projectId: string; anonymousId: string }[] = [];
  const names = new Map<string, string>();
  const subjects: { projectId: string; subject: string }[] = [];
  for (const { projectId, identity } of people) {
    if (identity.kind === 'anonymous') {
      for (const anonymousId of storedShapes(identity.anonymousId, mayBeUnhashed)) {
        ids.push({ projectId, anonymousId });
        names.set(`${projectId} ${anonymousId}`, visitorName(projectId, identity.anonymousId));
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

function makeVisitor(
  { projectId, identity }: Someone,
  createdAt: string,
  { keys, randomId }: VisitorOrigin,
): Visitor {
  const id = randomId();
  const isVerified = identity.kind === 'verified';
  // An anonymous visitor's lots can be drawn from the request alone, before anything is stored.
  const names = namesFor(keys, projectId, isVerified ? id : identity.anonymousId);
  const subject = isVerified ? identity.subject : null;
  const account = accountOf(identity);
  const fresh = { muted: false, seenAt: null, heldGroup: null, hasRated: false };
  return { projectId, id, subject, account, createdAt, ...fresh, ...names };
}

/**
 * A pseudonym for members to read, from which nobody can tell the id, and a key for drawing lots. Each
 * has a key of its own, so that neither says anything about the other.
 */
function namesFor({ pseudonym, bucket }: VisitorKeys, projectId: string, id: string) {
  const mac = (key: string) => createHmac('sha256', key).update(`visitor\n${projectId}\n${id}`);
  return {
    pseudonym: mac(pseudonym).digest().subarray(0, 9).toString('base64url'),
    bucketKey: mac(bucket).digest().subarray(16).toString('hex'),
  };
}

function accountOf(identity: Identity): string | null {
  return identity.kind === 'verified' ? identity.account : null;
}

function storedShapes(anonymousId: string, mayBeUnhashed: boolean): string[] {
  const stored = storedAnonymousId(anonymousId);
  return mayBeUnhashed ? [stored, anonymousId] : [stored];
}

/** What an anonymous visitor is locked by while a batch is at work on them. */
export function visitorName(projectId: string, anonymousId: string): string {
  return `${projectId} id ${anonymousId}`;
}

function nameOf({ projectId, identity }: Someone): string {
  return identity.kind === 'anonymous'
    ? visitorName(projectId, identity.anonymousId)
    : `${projectId} subject ${identity.subject}`;
}

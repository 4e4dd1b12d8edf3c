import { createHmac } from 'node:crypto';
import type { Db } from '../db/connect.ts';
import { lockKeys } from '../db/dialect.ts';
import { refuse } from '../errors.ts';
import type { Identity } from './identity.ts';
import {
  listVisitorsById,
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
  /** From which pseudonyms and bucket keys are drawn. */
  secret: string;
  randomId: () => string;
}

/** The visitors that a batch is about, as they will be when it is saved. */
export interface VisitorBook {
  /** Undefined for somebody who is new here. */
  idOf(someone: Someone): string | undefined;
  /** The same as a visitor. Throws `invalid_body` for an anonymous one whose id is another's. */
  find(someone: Someone): Visitor | undefined;
  /** The same; somebody new is made, and the account follows the host's newest word. */
  meet(someone: Someone, receivedAt: string): Visitor;
  change(visitor: Visitor, changes: Partial<Pick<Visitor, 'muted' | 'seenAt'>>): void;
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
  const known = await readVisitors(trx, [...wanted.values()]);
  const changed = new Set<Visitor>();

  function find(someone: Someone): Visitor | undefined {
    const visitor = known.get(nameOf(someone));
    if (visitor && visitor.subject !== null && someone.identity.kind === 'anonymous') {
      throw refuse('invalid_body', '/visitor', 'This visitor is known by token only.');
    }
    return visitor;
  }

  return {
    idOf: (someone) => known.get(nameOf(someone))?.id,
    find,
    meet(someone, receivedAt) {
      let visitor = find(someone);
      if (!visitor) {
        visitor = makeVisitor(someone, receivedAt, origin);
        known.set(nameOf(someone), visitor);
        changed.add(visitor);
      }
      const account = accountOf(someone.identity);
      if (visitor.account !== account) changed.add(Object.assign(visitor, { account }));
      return visitor;
    },
    change(visitor, changes) {
      changed.add(Object.assign(visitor, changes));
    },
    save: (trx) => upsertVisitors(trx, [...changed]),
  };
}

async function readVisitors(trx: Db, people: readonly Someone[]): Promise<Map<string, Visitor>> {
  const ids: { projectId: string; id: string }[] = [];
  const subjects: { projectId: string; subject: string }[] = [];
  for (const { projectId, identity } of people) {
    if (identity.kind === 'anonymous') ids.push({ projectId, id: identity.visitorId });
    else subjects.push({ projectId, subject: identity.subject });
  }
  const known = new Map<string, Visitor>();
  for (const visitor of await listVisitorsById(trx, ids)) {
    known.set(`${visitor.projectId} id ${visitor.id}`, visitor);
  }
  for (const visitor of await listVisitorsBySubject(trx, subjects)) {
    known.set(`${visitor.projectId} subject ${visitor.subject}`, visitor);
  }
  return known;
}

function makeVisitor(
  { projectId, identity }: Someone,
  createdAt: string,
  { secret, randomId }: VisitorOrigin,
): Visitor {
  const verified = identity.kind === 'verified';
  const id = verified ? randomId() : identity.visitorId;
  return {
    projectId,
    id,
    ...namesFor(secret, projectId, id),
    subject: verified ? identity.subject : null,
    account: accountOf(identity),
    muted: false,
    seenAt: null,
    createdAt,
  };
}

/**
 * A pseudonym for members to read, from which nobody can tell the id, and a key for drawing lots:
 * two parts of one HMAC, so that neither says anything about the other.
 */
function namesFor(secret: string, projectId: string, id: string) {
  const mac = createHmac('sha256', secret).update(`visitor\n${projectId}\n${id}`).digest();
  return {
    pseudonym: mac.subarray(0, 9).toString('base64url'),
    bucketKey: mac.subarray(16).toString('hex'),
  };
}

function accountOf(identity: Identity): string | null {
  return identity.kind === 'verified' ? identity.account : null;
}

function nameOf({ projectId, identity }: Someone): string {
  return identity.kind === 'anonymous'
    ? `${projectId} id ${identity.visitorId}`
    : `${projectId} subject ${identity.subject}`;
}

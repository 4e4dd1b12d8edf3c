import type { MessageKind, Role } from '../../contract/vocabulary.ts';
import {
  type AuditEntryInput,
  appendAuditEntries,
  type ChainHead,
  emptyChain,
} from '../audit/audit.ts';
import { hintChange } from '../db/change-notices.ts';
import type { Db } from '../db/database.ts';
import { notFound } from '../errors.ts';
import type { OutboxMessage } from '../outbox/messages.ts';
import { enqueue } from '../outbox/outbox.ts';
import { lockProject, updateProjectRow } from './queries.ts';

/** The author of a change. */
export interface Author {
  /** `person:ID`, `key:ID`, or `system`. */
  readonly actor: string;
  /** The role that the actor was authorised with. */
  readonly role: Role;
}

/** The author of changes made by the clock and the command line; may do everything. */
export const system = { actor: 'system', role: 'owner' } as const satisfies Author;

/** The author of a change, its project and its time. */
export interface ChangeOptions extends Author {
  readonly projectId: string;
  readonly now: Date;
  /**
   * Read instead of `now` once the row is locked, so that a change that waited for another one is
   * dated after it.
   */
  readonly clock?: () => Date;
  /** Returns a new UUIDv7. */
  readonly newId: () => string;
}

/**
 * One write to a project, in one transaction. Rules change their own tables through `trx` and
 * record everything else here, which is stored once, after the rule has run.
 */
export interface Change extends Omit<ChangeOptions, 'clock'> {
  readonly trx: Db;
  /**
   * Records an audit entry. `action` is `noun.verb`, such as `release.publish`; `subject` is
   * `noun:id`. `before` and `after` are the fields that changed: never a secret, and never a
   * visitor's words.
   */
  record(action: string, subject: string, states?: { before?: unknown; after?: unknown }): void;
  /** Records a message for the outbox. `payload` is JSON. */
  notify(kind: MessageKind, payload: unknown): void;
  /**
   * Records that visitors could notice the change: the public revision rises by 1, however often
   * this is called, all nodes read the project again, and open pages are notified.
   */
  raiseRevision(): void;
  /**
   * Like `raiseRevision`, for a change that only members could notice, such as a schedule or a
   * token key: all nodes read the project again, and the revision that visitors see stays as it is.
   */
  raisePrivateRevision(): void;
  /** Returns the same change, made by another author. */
  as(author: Author): Change;
  /**
   * Returns the part of this change that concerns another project; it is stored with the rest.
   * Locks that project's row, so several projects must be opened in the order of their ids:
   * otherwise two changes could wait for each other. Throws `not_found`.
   */
  in(projectId: string): Promise<Change>;
}

/** What a change has recorded so far for one project. */
interface PendingChange {
  readonly projectId: string;
  /** The end of the audit chain when the row was locked. */
  readonly head: ChainHead;
  readonly notes: AuditEntryInput[];
  readonly messages: OutboxMessage[];
  isRaised: boolean;
  isPrivateRaised: boolean;
}

/**
 * Runs `act` as a change to a project, in the given transaction. The project's row is locked until
 * the transaction ends: two changes to a project never run at the same time, so what a rule reads
 * (the number of live token keys, the other owners) stays true until its commit. Throws
 * `not_found`, and what `act` throws, with nothing stored.
 */
export async function changeProject<Result>(
  trx: Db,
  options: ChangeOptions,
  act: (change: Change) => Promise<Result>,
): Promise<Result> {
  const { clock, ...rest } = options;
  const pending = await openPendingChange(trx, options.projectId);
  return run(trx, { ...rest, now: clock?.() ?? options.now }, pending, act);
}

/**
 * Like `changeProject`, for a project that `act` itself inserts under the given id. There is no row
 * to lock, and no one else sees the project before the commit.
 */
export async function changeNewProject<Result>(
  trx: Db,
  options: ChangeOptions,
  act: (change: Change) => Promise<Result>,
): Promise<Result> {
  return run(trx, options, createPendingChange(options.projectId, emptyChain), act);
}

async function run<Result>(
  trx: Db,
  options: ChangeOptions,
  first: PendingChange,
  act: (change: Change) => Promise<Result>,
): Promise<Result> {
  const pendingByProject = new Map([[first.projectId, Promise.resolve(first)]]);
  const result = await act(createChange(trx, options, first, pendingByProject));
  for (const pending of pendingByProject.values()) await flush(trx, await pending, options.now);
  return result;
}

function createChange(
  trx: Db,
  options: ChangeOptions,
  pending: PendingChange,
  pendingByProject: Map<string, Promise<PendingChange>>,
): Change {
  const { actor, projectId, newId } = options;
  return {
    ...options,
    trx,
    record: (action, subject, states) => {
      pending.notes.push({ actor, action, subject, ...states });
    },
    notify: (kind, payload) => {
      pending.messages.push({ projectId, id: newId(), kind, payload });
    },
    raiseRevision: () => {
      pending.isRaised = true;
    },
    raisePrivateRevision: () => {
      pending.isPrivateRaised = true;
    },
    as: (author) => createChange(trx, { ...options, ...author }, pending, pendingByProject),
    in: async (other) => {
      const promise = pendingByProject.get(other) ?? openPendingChange(trx, other);
      pendingByProject.set(other, promise);
      const otherPending = await promise;
      return createChange(trx, { ...options, projectId: other }, otherPending, pendingByProject);
    },
  };
}

async function openPendingChange(trx: Db, projectId: string): Promise<PendingChange> {
  const head = await lockProject(trx, projectId);
  if (!head) throw notFound('project');
  return createPendingChange(projectId, head);
}

function createPendingChange(projectId: string, head: ChainHead): PendingChange {
  return { projectId, head, notes: [], messages: [], isRaised: false, isPrivateRaised: false };
}

/**
 * Stores what was recorded, with one UPDATE of the project's row, or none if neither an audit entry
 * nor a revision was recorded.
 */
async function flush(trx: Db, pending: PendingChange, now: Date): Promise<void> {
  const { projectId, notes, messages, isRaised, isPrivateRaised } = pending;
  // A rule that records something too late, because an await is missing, must fail and not lose it.
  for (const part of [pending, notes, messages]) Object.freeze(part);
  const head = await appendAuditEntries(trx, pending, now);
  for (const message of messages) await enqueue(trx, message, now);
  const isAnyRaised = isRaised || isPrivateRaised;
  if (notes.length > 0 || isAnyRaised) {
    await updateProjectRow(trx, projectId, { head, isRaised, isPrivateRaised });
  }
  if (isAnyRaised) await hintChange(trx);
}

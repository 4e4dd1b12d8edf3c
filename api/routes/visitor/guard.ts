import type { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { AppError, refuse } from '../../errors.ts';
import { createAddressOf, networkOf } from '../../http/address.ts';
import { type Counter, createCounter } from '../../http/limits.ts';
import { publicHeaders } from '../../http/reply-headers.ts';
import type { Asking } from '../../http/request-info.ts';
import { publicBody } from '../../http/validate.ts';
import { isLetIn } from '../../sightings/origins.ts';
import { createSightingNotes, type NoteSighting } from '../../sightings/sighting-notes.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Caller, Identity } from '../../visitors/identity.ts';
import { createBotCheck } from './bots.ts';
import { createFindByKey } from './public-keys.ts';
import { createTokenReader } from './token-reader.ts';

/** What is counted together, per project and network. A whole company may share one address. */
const quotas = {
  read: { name: 'read', points: 6000, seconds: 60 },
  write: { name: 'write', points: 1200, seconds: 60 },
} as const;
export type QuotaName = keyof typeof quotas;

/** What a public route knows when it has let a request in. */
export interface Admission {
  /** The project that the request is about. */
  snapshot: Snapshot;
  /** For the reply: open to all origins, and how much the caller may still ask. */
  headers: Record<string, string>;
  /** The network address that the request came from. */
  address: string;
}

/** The door of the public routes: key → project, origin, limits, token. */
export interface VisitorGuard {
  /**
   * Reads the body by the contract and lets the request in. Throws `project_unknown`,
   * `origin_not_allowed`, `rate_limited` and what `publicBody` throws.
   */
  admit<S extends z.ZodType<{ project: string }>>(
    request: { asking: Asking; text: string },
    schema: S,
    quota: QuotaName,
  ): Promise<Admission & { body: z.infer<S> }>;
  /** The same for a request without a body. */
  admitTo(asking: Asking, publicKey: string, quota: QuotaName): Promise<Admission>;
  /** Throws `token_invalid`, `token_expired`; `invalid_body` unless it is exactly one of the two. */
  identify(snapshot: Snapshot, caller: Caller): Identity;
  /** Whether an anonymous visitor is a known bot. Verified visitors are known by their host. */
  isBot(asking: Asking, identity: Identity): boolean;
}

/** The guard of one app: it keeps hosts and counts requests in this process's memory. */
export function createVisitorGuard(deps: Deps): VisitorGuard {
  const find = createFindByKey(deps);
  const addressOf = createAddressOf(deps.config.trustedProxies);
  const noteRefused = createSightingNotes(deps, { areRefused: true });
  const readToken = createTokenReader(deps.clock);
  const isKnownBot = createBotCheck();
  const counting = { mode: deps.config.rateLimits, beside: publicHeaders };
  const counters: Record<QuotaName, Counter> = {
    read: createCounter(quotas.read, counting),
    write: createCounter(quotas.write, counting),
  };

  async function admitTo(asking: Asking, publicKey: string, quota: QuotaName): Promise<Admission> {
    const snapshot = await find(publicKey);
    const { project } = snapshot;
    checkOrigin(project, asking.req.header('origin'), noteRefused);
    const count = counters[quota];
    const address = addressOf(asking);
    const standing = await count(`${project.id} ${networkOf(address)}`);
    if (standing.refusal) throw standing.refusal;
    return { snapshot, headers: standing.headers, address };
  }

  return {
    admitTo,
    async admit({ asking, text }, schema, quota) {
      const body = publicBody(text, schema);
      // Property by property: copying with a spread costs 3% of a feed request.
      const { snapshot, headers, address } = await admitTo(asking, body.project, quota);
      return { body, snapshot, headers, address };
    },
    identify(snapshot, caller) {
      const { visitor, token, traits = {} } = caller;
      if ((visitor === undefined) === (token === undefined)) throw notOne();
      // One spelling of an id is one visitor.
      if (visitor) return { kind: 'anonymous', anonymousId: visitor.toLowerCase(), traits };
      const { subject, account, traits: proven } = readToken(snapshot, token ?? '');
      // What the page claims is a hint; where the project wants proof, it is nothing.
      const known = snapshot.project.requireVerified ? proven : { ...traits, ...proven };
      return { kind: 'verified', subject, account, traits: known };
    },
    isBot({ req }, { kind }) {
      return kind === 'anonymous' && isKnownBot(req.header('user-agent'));
    },
  };
}

/**
 * A page is known by its `Origin`, which browsers do not let it choose; programs send none. The owner
 * is to see whom the list shuts out: to a visitor that looks like a dead network.
 */
function checkOrigin(
  { id, allowedOrigins }: Snapshot['project'],
  origin: string | undefined,
  noteRefused: NoteSighting,
): void {
  if (origin === undefined || isLetIn(allowedOrigins, origin)) return;
  noteRefused(id, origin);
  throw new AppError(
    'origin_not_allowed',
    'This page is not among the origins that the project allows; add its origin in the settings.',
  );
}

function notOne(): AppError {
  return refuse('invalid_body', '/visitor', 'Send exactly one of visitor and token.');
}

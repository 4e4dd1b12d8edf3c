import type { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { AppError, invalidField } from '../../errors.ts';
import {
  createHeartbeatRecorder,
  type RecordHeartbeat,
} from '../../heartbeats/heartbeat-recorder.ts';
import { isOriginAllowed } from '../../heartbeats/origins.ts';
import { createAddressOf, networkOf } from '../../http/address.ts';
import { createRequestCounter, type RequestCounter } from '../../http/limits.ts';
import { publicHeaders } from '../../http/reply-headers.ts';
import type { RequestInfo } from '../../http/request-info.ts';
import { publicBody } from '../../http/validate.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { VisitorCredentials, VisitorIdentity } from '../../visitors/identity.ts';
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
    post: { request: RequestInfo; text: string },
    schema: S,
    quota: QuotaName,
  ): Promise<Admission & { body: z.infer<S> }>;
  /** The same for a request without a body. */
  admitTo(request: RequestInfo, publicKey: string, quota: QuotaName): Promise<Admission>;
  /** Throws `token_invalid`, `token_expired`; `invalid_body` unless it is exactly one of the two. */
  identify(snapshot: Snapshot, caller: VisitorCredentials): VisitorIdentity;
  /** Whether an anonymous visitor is a known bot. Verified visitors are known by their host. */
  isBot(request: RequestInfo, identity: VisitorIdentity): boolean;
}

/** The guard of one app: it keeps hosts and counts requests in this process's memory. */
export function createVisitorGuard(deps: Deps): VisitorGuard {
  const find = createFindByKey(deps);
  const addressOf = createAddressOf(deps.config.trustedProxies);
  const recordRefused = createHeartbeatRecorder(deps, { areRefused: true });
  const readToken = createTokenReader(deps.clock);
  const isKnownBot = createBotCheck();
  const counting = { mode: deps.config.rateLimits, extraHeaders: publicHeaders };
  const counters: Record<QuotaName, RequestCounter> = {
    read: createRequestCounter(quotas.read, counting),
    write: createRequestCounter(quotas.write, counting),
  };

  async function admitTo(
    request: RequestInfo,
    publicKey: string,
    quota: QuotaName,
  ): Promise<Admission> {
    const snapshot = await find(publicKey);
    const { project } = snapshot;
    checkOrigin(project, request.req.header('origin'), recordRefused);
    const count = counters[quota];
    const address = addressOf(request);
    const outcome = await count(`${project.id} ${networkOf(address)}`);
    if (outcome.error) throw outcome.error;
    return { snapshot, headers: outcome.headers, address };
  }

  return {
    admitTo,
    async admit({ request, text }, schema, quota) {
      const body = publicBody(text, schema);
      // Property by property: copying with a spread costs 3% of a feed request.
      const { snapshot, headers, address } = await admitTo(request, body.project, quota);
      return { body, snapshot, headers, address };
    },
    identify(snapshot, caller) {
      const { visitor, token, traits = {} } = caller;
      if ((visitor === undefined) === (token === undefined)) throw notExactlyOneError();
      // One spelling of an id is one visitor.
      if (visitor) return { kind: 'anonymous', anonymousId: visitor.toLowerCase(), traits };
      const { subject, account, traits: proven } = readToken(snapshot, token ?? '');
      // What the page claims is a hint; where the project wants proof, it is nothing.
      const allTraits = snapshot.project.requireVerified ? proven : { ...traits, ...proven };
      return { kind: 'verified', subject, account, traits: allTraits };
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
  recordRefused: RecordHeartbeat,
): void {
  if (origin === undefined || isOriginAllowed(allowedOrigins, origin)) return;
  recordRefused(id, origin);
  throw new AppError(
    'origin_not_allowed',
    'This page is not among the origins that the project allows; add its origin in the settings.',
  );
}

function notExactlyOneError(): AppError {
  return invalidField('invalid_body', '/visitor', 'Send exactly one of visitor and token.');
}

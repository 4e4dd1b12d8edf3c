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

/** Limits per project and network. A whole company can share one address. */
const quotas = {
  read: { name: 'read', points: 6000, seconds: 60 },
  write: { name: 'write', points: 1200, seconds: 60 },
} as const;
export type QuotaName = keyof typeof quotas;

/** The result of admitting a request to a public route. */
export interface Admission {
  /** The project that the request is about. */
  snapshot: Snapshot;
  /** Headers for the reply: CORS for all origins, and the rate limit. */
  headers: Record<string, string>;
  /** The network address that the request came from. */
  address: string;
}

/** Checks requests to public routes: public key, origin, limits and token. */
export interface VisitorGuard {
  /**
   * Parses the body by the contract and admits the request. Throws `project_unknown`,
   * `origin_not_allowed`, `rate_limited` and what `publicBody` throws.
   */
  admit<S extends z.ZodType<{ project: string }>>(
    post: { request: RequestInfo; text: string },
    schema: S,
    quota: QuotaName,
  ): Promise<Admission & { body: z.infer<S> }>;
  /** `admit` for a request without a body. */
  admitTo(request: RequestInfo, publicKey: string, quota: QuotaName): Promise<Admission>;
  /** Throws `token_invalid`, `token_expired`, and `invalid_body` unless exactly one is sent. */
  identify(snapshot: Snapshot, caller: VisitorCredentials): VisitorIdentity;
  /** Whether an anonymous visitor is a known bot. The host vouches for verified visitors. */
  isBot(request: RequestInfo, identity: VisitorIdentity): boolean;
}

/** Creates the guard of an app. Requests are counted in this process's memory. */
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
      // Lower case, so that all spellings of an id are one visitor.
      if (visitor) return { kind: 'anonymous', anonymousId: visitor.toLowerCase(), traits };
      const { subject, account, traits: proven } = readToken(snapshot, token ?? '');
      // Traits from the page are hints, and ignored if the project requires verified visitors.
      const allTraits = snapshot.project.requireVerified ? proven : { ...traits, ...proven };
      return { kind: 'verified', subject, account, traits: allTraits };
    },
    isBot({ req }, { kind }) {
      return kind === 'anonymous' && isKnownBot(req.header('user-agent'));
    },
  };
}

/**
 * Browsers do not let a page choose its `Origin`, and programs send none. A refused origin is
 * recorded for the owner, because a refusal looks like a network failure to the visitor.
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
    'The project does not allow the origin of this page. Add the origin in the project’s settings.',
  );
}

function notExactlyOneError(): AppError {
  return invalidField('invalid_body', '/visitor', 'Send exactly one of visitor and token.');
}

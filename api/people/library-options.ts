import type { BetterAuthOptions } from 'better-auth';
import type { Db } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { SessionCookie } from '../http/session-cookie.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

const dayS = 24 * 60 * 60;

/** A session ends after 30 days without use. A session in use is extended once a day. */
const sessionLifetime = {
  expiresIn: 30 * dayS,
  updateAge: dayS,
  // The library extends a session only on request, so that reading a session writes nothing.
  deferSessionRefresh: true,
  // A copy of the session in a cookie would stay valid after the session has ended.
  cookieCache: { enabled: false },
};

const password = {
  hash: hashPassword,
  verify: (input: { password: string; hash: string }) => verifyPassword(input.password, input.hash),
};

/** Our names for the library's tables and columns. */
const times = { createdAt: 'created_at', updatedAt: 'updated_at' };
const tables = {
  user: { modelName: 'person', fields: { ...times, emailVerified: 'email_verified' } },
  session: {
    modelName: 'person_session',
    fields: {
      ...times,
      userId: 'person_id',
      expiresAt: 'expires_at',
      ipAddress: 'address',
      userAgent: 'agent',
    },
  },
  account: {
    modelName: 'person_login',
    fields: {
      ...times,
      userId: 'person_id',
      accountId: 'subject',
      providerId: 'provider',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: {
    modelName: 'person_verification',
    fields: { ...times, expiresAt: 'expires_at' },
  },
} satisfies Partial<BetterAuthOptions>;

/** The options of the sign-in library. Sign-up is off, and its HTTP handler is never mounted. */
export function libraryOptions(
  db: Db,
  { config, keys, randomId, log }: Deps,
  cookie: SessionCookie,
): BetterAuthOptions {
  return {
    ...tables,
    baseURL: config.publicUrl,
    // A list, because the environment's BETTER_AUTH_SECRETS would override a single secret.
    secrets: [{ version: 1, value: keys.protection.derive('session cookies')[0] }],
    // Also for PostgreSQL, so that times are text and flags are numbers in both databases.
    database: { db, type: 'sqlite' },
    emailAndPassword: { enabled: true, disableSignUp: true, password },
    session: { ...tables.session, ...sessionLifetime },
    advanced: {
      useSecureCookies: false,
      cookies: { session_token: cookie },
      database: { generateId: () => randomId() },
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message, ...more) => logError(log, message, more) },
  };
}

/** Logs the message and the error alone: the other details could name people. */
function logError(log: Deps['log'], message: string, details: unknown[]): void {
  log.error({ err: details.find((one) => one instanceof Error) }, `sign-in library: ${message}`);
}

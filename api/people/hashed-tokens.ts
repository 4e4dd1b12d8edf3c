import type { getAdapter } from 'better-auth/db/adapter';
import { hashToken } from '../members/invitations.ts';

/** The object with which the sign-in library reads and writes its tables. */
type LibraryStore = Awaited<ReturnType<typeof getAdapter>>;

/** The parts of a call that can contain a session's token. */
interface StoreCall {
  model?: string;
  where?: { field: string; value: unknown }[];
  data?: Record<string, unknown>;
  update?: Record<string, unknown>;
}

type StoreMethods = Record<string, (call: StoreCall) => Promise<unknown>>;

const storeMethodNames = [
  ...['create', 'findOne', 'findMany', 'count', 'update', 'updateMany'],
  ...['delete', 'deleteMany', 'consumeOne', 'incrementOne'],
];

/**
 * Changes a store so that the database holds only the SHA-256 of a session's token. If a call
 * contains the token, the library gets the token back, and puts it into the cookie. In all other
 * rows, the library gets the hash, with which no one can sign in.
 */
export function hashTokensIn(store: LibraryStore): LibraryStore {
  // Changed in place, because the library's checks and transactions refer to this object.
  const methods = store as unknown as StoreMethods;
  for (const name of storeMethodNames) {
    const method = methods[name];
    if (method) methods[name] = (call) => callWithHashedTokens(method, call);
  }
  return store;
}

async function callWithHashedTokens(
  method: StoreMethods[string],
  call: StoreCall,
): Promise<unknown> {
  if (call.model !== 'session') return method(call);
  const tokens = new Map<string, string>();
  const hash = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hash);
    if (typeof value !== 'string') return value;
    const hashed = hashToken(value);
    tokens.set(hashed, value);
    return hashed;
  };
  const result = await method(hashCall(call, hash));
  return Array.isArray(result)
    ? result.map((row) => restoreToken(row, tokens))
    : restoreToken(result, tokens);
}

function hashCall(call: StoreCall, hash: (value: unknown) => unknown): StoreCall {
  const inRow = (row: Record<string, unknown>) =>
    'token' in row ? { ...row, token: hash(row.token) } : row;
  const { where, data, update } = call;
  return {
    ...call,
    ...(where && {
      where: where.map((one) => (one.field === 'token' ? { ...one, value: hash(one.value) } : one)),
    }),
    ...(data && { data: inRow(data) }),
    ...(update && { update: inRow(update) }),
  };
}

function restoreToken(row: unknown, tokens: Map<string, string>): unknown {
  const { token } = (row ?? {}) as { token?: unknown };
  const known = typeof token === 'string' ? tokens.get(token) : undefined;
  return known === undefined ? row : { ...(row as object), token: known };
}

import type { Context } from 'hono';
import type { RateLimitMode } from '../config.ts';
import { AppError } from '../errors.ts';
import { createWindowCounts, type WindowCounts } from './window-counts.ts';

/** A limit of `points` requests per key in `seconds`. */
export interface Quota {
  name: string;
  points: number;
  seconds: number;
}

/** The result of counting a request: headers for the reply, and an error over the limit. */
export interface LimitResult {
  /** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
  headers: Record<string, string>;
  error?: AppError;
}

export type RequestCounter = (key: string) => Promise<LimitResult>;

/** Counts a request and sets the `RateLimit` headers. Throws `rate_limited` over the limit. */
export type Limit = (c: Context, key: string) => Promise<void>;

/** A limit whose counts can be reduced. */
export interface ReversibleLimit {
  count: Limit;
  /** Subtracts one request of a key. */
  undo(key: string): Promise<void>;
  /** Clears the count of a key. */
  reset(key: string): Promise<void>;
}

interface CounterOptions {
  mode: RateLimitMode;
  counts?: WindowCounts;
  /** More headers for each reply. Merging them here costs less than merging them later. */
  extraHeaders?: Record<string, string>;
}

/** Counts in this process's memory. Mode `count` never refuses, and `off` does not count. */
export function createRequestCounter(
  quota: Quota,
  { mode, counts = createWindowCounts(quota.seconds), extraHeaders = {} }: CounterOptions,
): RequestCounter {
  if (mode === 'off') return async () => ({ headers: extraHeaders });
  const policy = `"${quota.name}";q=${quota.points};w=${quota.seconds}`;

  return async (key) => {
    const { count, msLeft } = counts.add(key);
    const seconds = Math.max(1, Math.ceil(msLeft / 1000));
    const left = Math.max(0, quota.points - count);
    // Spread last. Spreading first takes many times as long (decision 0011).
    const headers = {
      'RateLimit-Policy': policy,
      RateLimit: `"${quota.name}";r=${left};t=${seconds}`,
      ...extraHeaders,
    };
    if (count <= quota.points || mode === 'count') return { headers };
    return { headers, error: tooMany(seconds, headers) };
  };
}

/** A counter that sets the headers itself, for routes where a few microseconds do not matter. */
export function createLimit(quota: Quota, mode: RateLimitMode): Limit {
  return toLimit(createRequestCounter(quota, { mode }));
}

/** `createLimit` for requests whose count may be taken back. */
export function createReversibleLimit(quota: Quota, mode: RateLimitMode): ReversibleLimit {
  const counts = createWindowCounts(quota.seconds);
  return {
    count: toLimit(createRequestCounter(quota, { mode, counts })),
    async undo(key) {
      counts.add(key, -1);
    },
    async reset(key) {
      counts.reset(key);
    },
  };
}

function toLimit(count: RequestCounter): Limit {
  return async (c, key) => {
    const { headers, error } = await count(key);
    if (error) throw error;
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  };
}

function tooMany(retryAfterSeconds: number, headers: Record<string, string>): AppError {
  return new AppError(
    'rate_limited',
    `Too many requests. Try again in ${retryAfterSeconds} seconds.`,
    {
      retryAfterSeconds,
      headers,
    },
  );
}

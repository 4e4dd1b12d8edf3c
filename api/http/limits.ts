import type { Context } from 'hono';
import type { RateLimitMode } from '../config.ts';
import { AppError } from '../errors.ts';
import { createWindowCounts, type WindowCounts } from './window-counts.ts';

/** At most `points` requests in `seconds` by one key. */
export interface Quota {
  name: string;
  points: number;
  seconds: number;
}

/** Where a key stands after one more request: headers for the reply, and why it is a refusal. */
export interface LimitResult {
  /** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
  headers: Record<string, string>;
  error?: AppError;
}

export type RequestCounter = (key: string) => Promise<LimitResult>;

/** Counts a request and tells the standing; throws `rate_limited` when there were too many. */
export type Limit = (c: Context, key: string) => Promise<void>;

/** A limit of which something is taken back. */
export interface ReversibleLimit {
  count: Limit;
  /** As if the last request of a key had not been. */
  undo(key: string): Promise<void>;
  /** As if none of a key had been. */
  reset(key: string): Promise<void>;
}

interface CounterOptions {
  mode: RateLimitMode;
  counts?: WindowCounts;
  /** What else stands in the head of each reply: to put the two together later would cost more. */
  extraHeaders?: Record<string, string>;
}

/** Counts in this process's memory. `count` never refuses, `off` does not even count. */
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
    // Spread last: the other way round it takes many times as long (decision 0011).
    const headers = {
      'RateLimit-Policy': policy,
      RateLimit: `"${quota.name}";r=${left};t=${seconds}`,
      ...extraHeaders,
    };
    if (count <= quota.points || mode === 'count') return { headers };
    return { headers, error: tooMany(seconds, headers) };
  };
}

/** A counter for routes where a few microseconds do not matter: it writes the headers itself. */
export function createLimit(quota: Quota, mode: RateLimitMode): Limit {
  return toLimit(createRequestCounter(quota, { mode }));
}

/** The same, where not every request is to count for good. */
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
  return new AppError('rate_limited', `Too many requests; wait ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
    headers,
  });
}

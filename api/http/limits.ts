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
export interface Standing {
  /** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
  headers: Record<string, string>;
  refusal?: AppError;
}

export type Counter = (key: string) => Promise<Standing>;

/** Counts a request and tells the standing; throws `rate_limited` when there were too many. */
export type Limit = (c: Context, key: string) => Promise<void>;

/** A limit of which something is taken back. */
export interface ForgivingLimit {
  count: Limit;
  /** As if the last request of a key had not been. */
  forgiveOne(key: string): Promise<void>;
  /** As if none of a key had been. */
  forgiveAll(key: string): Promise<void>;
}

interface CounterOptions {
  mode: RateLimitMode;
  counts?: WindowCounts;
  /** What else stands in the head of each reply: to put the two together later would cost more. */
  beside?: Record<string, string>;
}

/** Counts in this process's memory. `count` never refuses, `off` does not even count. */
export function createCounter(
  quota: Quota,
  { mode, counts = createWindowCounts(quota.seconds), beside = {} }: CounterOptions,
): Counter {
  if (mode === 'off') return async () => ({ headers: beside });
  const policy = `"${quota.name}";q=${quota.points};w=${quota.seconds}`;

  return async (key) => {
    const { count, msLeft } = counts.add(key);
    const seconds = Math.max(1, Math.ceil(msLeft / 1000));
    const left = Math.max(0, quota.points - count);
    // Spread last: the other way round it takes many times as long (decision 0011).
    const headers = {
      'RateLimit-Policy': policy,
      RateLimit: `"${quota.name}";r=${left};t=${seconds}`,
      ...beside,
    };
    if (count <= quota.points || mode === 'count') return { headers };
    return { headers, refusal: tooMany(seconds, headers) };
  };
}

/** A counter for routes where a few microseconds do not matter: it writes the headers itself. */
export function createLimit(quota: Quota, mode: RateLimitMode): Limit {
  return limitBy(createCounter(quota, { mode }));
}

/** The same, where not every request is to count for good. */
export function createForgivingLimit(quota: Quota, mode: RateLimitMode): ForgivingLimit {
  const counts = createWindowCounts(quota.seconds);
  return {
    count: limitBy(createCounter(quota, { mode, counts })),
    async forgiveOne(key) {
      counts.add(key, -1);
    },
    async forgiveAll(key) {
      counts.forget(key);
    },
  };
}

function limitBy(count: Counter): Limit {
  return async (c, key) => {
    const { headers, refusal } = await count(key);
    if (refusal) throw refusal;
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
  };
}

function tooMany(retryAfterSeconds: number, headers: Record<string, string>): AppError {
  return new AppError('rate_limited', `Too many requests; wait ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
    headers,
  });
}

import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import type { CompletedRequest, Interceptor } from './interceptors.ts';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Successful requests that are logged per second, by method, route and status. */
const maxLinesPerSecond = 10;
/** A request that takes this long is always logged: milliseconds. */
const slowMs = 1000;

/**
 * Measures each request and logs it. Errors and slow requests are all logged. Of the others, each
 * second has a few lines per route, and `leftOut` in the next line is how many were not written since
 * the last one: a line for each would fill a disk.
 */
export function createObserver(
  log: Logger,
  registry: Registry,
): Required<Pick<Interceptor, 'end'>> {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its reply, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  const linesOf = createLogLines(log);

  return {
    end({ requestId, startedAt }, completed) {
      const now = performance.now();
      const ms = now - startedAt;
      durations.observe({ ...completed }, ms / 1000);
      const lines = linesOf(completed);
      if (completed.status < 400 && ms < slowMs && isOverLineLimit(lines, now)) return;
      const fields = { requestId, ms: Math.round(ms * 1000) / 1000 };
      lines.log.info(lines.leftOut > 0 ? { ...fields, leftOut: lines.leftOut } : fields, 'request');
      lines.leftOut = 0;
    },
  };
}

/** The lines of one method, route and status. */
interface LogLines {
  log: Logger;
  second: number;
  /** Written in that second, or left out of it. */
  count: number;
  /** Since the last line that was written. */
  leftOut: number;
}

/** What many lines have in common is made into text once. */
function createLogLines(log: Logger): (completed: CompletedRequest) => LogLines {
  const known = new Map<string, LogLines>();
  return ({ method, route, status }) => {
    const key = `${method} ${status} ${route}`;
    const lines = known.get(key);
    if (lines) return lines;
    const created = { log: log.child({ method, route, status }), second: 0, count: 0, leftOut: 0 };
    known.set(key, created);
    return created;
  };
}

/** Counts a request, and tells whether its line is one too many for this second. */
function isOverLineLimit(lines: LogLines, now: number): boolean {
  const second = Math.floor(now / 1000);
  if (second !== lines.second) {
    lines.second = second;
    lines.count = 0;
  }
  lines.count += 1;
  if (lines.count <= maxLinesPerSecond) return false;
  lines.leftOut += 1;
  return true;
}

import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import type { CompletedRequest, Interceptor } from './interceptors.ts';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Successful requests that are logged per second, by method, route and status. */
const maxLinesPerSecond = 10;
/** Requests that take at least this many milliseconds are always logged. */
const slowMs = 1000;

/**
 * Measures each request and logs it. All errors and slow requests are logged; of the others, only a
 * few lines per second and route, because a line for each would fill a disk. `leftOut` in a line is
 * the number of requests that were not logged since the previous line.
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

/** The log lines of one method, route and status. */
interface LogLines {
  log: Logger;
  second: number;
  /** Number of lines in that second, including those left out. */
  count: number;
  /** Number of lines left out since the last line that was written. */
  leftOut: number;
}

/** Keeps one child logger per method, route and status, which serialises these fields once. */
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

/** Counts a request and returns whether its line exceeds the limit for this second. */
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

import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createInterceptors, type Interceptors } from '../../api/http/interceptors.ts';
import { createObserver } from '../../api/http/observe.ts';

let now: number;
let lines: { route: string; status: number; leftOut?: number }[];

beforeEach(() => {
  now = 5000;
  lines = [];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

/** Answers as many requests, each of which takes so long. */
function answer(requests: number, { status = 200, route = '/v1/feed', ms = 0 } = {}) {
  const write = (line: string) => void lines.push(JSON.parse(line));
  observer ??= createInterceptors([createObserver(pino({}, { write }), new Registry())]);
  for (let n = 0; n < requests; n += 1) {
    const begun = observer.begin({ req: { header: () => undefined } });
    now += ms;
    observer.end(begun, { method: 'GET', route, status });
  }
}
let observer: Interceptors | undefined;
beforeEach(() => {
  observer = undefined;
});

test('ten successes of a route are logged in a second, and the next line counts the others', () => {
  answer(1000);
  expect(lines).toHaveLength(10);
  now += 1000;
  answer(2);
  expect(lines.slice(10).map(({ leftOut }) => leftOut)).toEqual([990, undefined]);
});

test('each route has its own lines', () => {
  answer(100);
  answer(3, { route: '/readyz' });
  expect(lines.filter(({ route }) => route === '/readyz')).toHaveLength(3);
});

test.each([400, 404, 429, 500, 503])('each error is logged: %i', (status) => {
  answer(100, { status });
  expect(lines).toHaveLength(100);
});

test('each slow request is logged', () => {
  answer(100);
  answer(20, { ms: 1500 });
  expect(lines).toHaveLength(30);
});

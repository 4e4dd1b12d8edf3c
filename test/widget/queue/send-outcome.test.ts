import { describe, expect, test } from 'vitest';
import { sendOutcomeOf } from '../../../widget/queue/send-outcome.ts';

const stored = { id: '01980000-0000-7000-8000-000000000001', revision: 1 };
const problem = { code: 'some_code', detail: 'A sentence.' };
const outcome = (status: number, body: unknown) =>
  sendOutcomeOf({ status, body, retryAfterSeconds: undefined });

describe('what a reply means for an answer', () => {
  test.each([200, 201])('%i with what was stored: it is sent', (status) => {
    expect(outcome(status, stored)).toBe('sent');
  });

  test.each([409, 422])('%i with our code: the answer is refused for good', (status) => {
    expect(outcome(status, problem)).toBe('refused');
  });

  test.each([400, 403, 404, 413, 415])('%i with our code: it is barred for now', (status) => {
    expect(outcome(status, problem)).toBe('barred');
  });

  test('a survey that the release does not carry bars it, as a missing release does', () => {
    expect(outcome(422, { code: 'survey_unknown' })).toBe('barred');
  });

  test.each([401, 408, 429, 500, 502, 503, 504])('%i: it waits', (status) => {
    expect(outcome(status, problem)).toBe('waiting');
  });

  test('425: it was too early', () => {
    expect(outcome(425, problem)).toBe('early');
  });

  test('425 for a ticket whose key the server does not know: it needs a new ticket', () => {
    expect(outcome(425, { code: 'ticket_unknown' })).toBe('stale');
  });

  test.each([
    ['a captive portal’s page', 200, undefined],
    ['a captive portal’s JSON', 200, { login: true }],
    ['a proxy’s 403', 403, undefined],
    ['a proxy’s 404 in the middle of a deployment', 404, { message: 'no route' }],
    ['a redirect', 302, undefined],
    ['JSON that is null', 404, null],
  ])('%s settles nothing', (_, status, body) => {
    expect(outcome(status, body)).toBe('waiting');
  });
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { problemOf, toAppError } from '../../api/http/problem.ts';
import { parse, parseJson } from '../../api/http/validate.ts';
import { apiKeyCreate, tokenKeyCreate } from '../../contract/keys.ts';
import { publishRequest, releaseCreate } from '../../contract/releases.ts';
import { responseRequest } from '../../contract/responses.ts';

function refusalOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    return problemOf(toAppError(error));
  }
  throw new Error('It was taken.');
}

/** The faults by their place. */
function faultsOf(schema: z.ZodType, value: unknown): Record<string, string> {
  const { errors = [] } = refusalOf(() => parse(schema, value));
  return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail]));
}

const kinds = 'new, improved, fixed, deprecated, removed, security';

describe('what is wrong with a body is said in plain words', () => {
  test.each<[string, z.ZodType, unknown, Record<string, string>]>([
    ['missing', releaseCreate, {}, { '/version': 'Is missing.' }],
    ['no text', releaseCreate, { version: 1 }, { '/version': 'Must be text.' }],
    ['null', releaseCreate, { version: null }, { '/version': 'Must be text.' }],
    [
      'of another kind',
      releaseCreate,
      { version: '1', pinned: 'yes', notes: {}, title: 'x'.repeat(201) },
      {
        '/pinned': 'Must be true or false.',
        '/notes': 'Must be a list.',
        '/title': 'May have at most 200 characters.',
      },
    ],
    [
      'no word of a list',
      releaseCreate,
      { version: '1', notes: [{ kind: 'added', title: 'A' }] },
      { '/notes/0/kind': `Must be one of ${kinds}.` },
    ],
    [
      'no date and no instant',
      releaseCreate,
      { version: '1', displayDate: '29.3.2026', expiresAt: 'tomorrow' },
      {
        '/displayDate': 'Must be a date such as 2026-03-29.',
        '/expiresAt': 'Must be an instant in UTC such as 2026-03-29T09:00:00Z.',
      },
    ],
    [
      'no algorithm',
      tokenKeyCreate,
      { algorithm: 'RS256' },
      { '/algorithm': 'Must be EdDSA or HS256.' },
    ],
    ['no object', apiKeyCreate, [], { '': 'Must be an object.' }],
    [
      'unknown',
      apiKeyCreate,
      { name: 'A', scope: 'read', x: 1 },
      { '/x': 'This field is not known. Remove it.' },
    ],
    ['empty', apiKeyCreate, { name: ' ', scope: 'read' }, { '/name': 'Must not be empty.' }],
    [
      'in need of another field',
      publishRequest,
      { zone: 'Europe/Berlin' },
      { '/at': 'A zone needs a local time.' },
    ],
  ])('%s', (_what, schema, value, faults) => {
    expect(faultsOf(schema, value)).toEqual(faults);
  });

  test('in an answer', () => {
    const faults = faultsOf(responseRequest, {
      id: '2b0c1d5e-8f7a-4c6b-9d3e-1f2a3b4c5d6e',
      revision: 0,
      survey: 'x',
      rating: 4.5,
      traits: { plan: null },
      answers: { why: 'x'.repeat(4001) },
    });
    expect(faults).toMatchObject({
      '/id': expect.stringContaining('UUID of version 7'),
      '/revision': 'Must be at least 1.',
      '/survey': 'Must be a UUID.',
      '/rating': 'Must be a whole number.',
      '/traits/plan': 'Must be text or a number or true or false.',
      '/answers/why': 'May have at most 4000 characters.',
      '/project': 'Is missing.',
    });
  });

  test('in a query', () => {
    const query = z.object({ dryRun: z.stringbool(), limit: z.coerce.number() });
    expect(faultsOf(query, { dryRun: 'perhaps', limit: 'many' })).toEqual({
      '/dryRun': 'Must be true or false.',
      '/limit': 'Must be a number.',
    });
  });

  test('where it is no JSON at all', () => {
    expect(refusalOf(() => parseJson('{'))).toMatchObject({
      title: 'Malformed JSON',
      detail: 'The body is not valid JSON.',
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { examples } from '../../api/openapi/page/examples.ts';
import { fieldsOf } from '../../api/openapi/page/schema.ts';
import { feedReply, feedRequest } from '../../contract/feed.ts';
import { publishRequest, release } from '../../contract/releases.ts';
import { responseRequest, storedResponse } from '../../contract/responses.ts';
import { listOperations, type Operation } from '../http/operations.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';

onEachDatabase('the page of every route', ({ open }) => {
  let api: TestApi;
  let operations: Operation[];
  let page: string;

  beforeEach(async () => {
    api = await startApi(await open());
    operations = await listOperations(api);
    page = await (await api.app.request('/docs')).text();
  });

  afterEach(() => api.stop());

  /** What is between a heading and the next one of its kind, without markup. */
  const section = (id: string) =>
    wordsIn(page.split(`<h3 id="${id}">`)[1]?.split(/<h[23] /)[0] ?? '');

  test('runs and loads nothing', async () => {
    const { headers } = await api.app.request('/docs');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\sstyle=/);
  });

  test('has every route with each of its parameters', () => {
    expect(operations.length).toBeGreaterThan(20);
    for (const { method, path, operationId = '', parameters = [] } of operations) {
      const words = section(operationId);
      expect(words).toContain(`${method} ${path}`);
      for (const { name } of parameters) expect(words).toContain(name);
    }
    expect(section('editProject')).toContain('If-Match');
    expect(section('watchProject')).toContain('project string, in the query required');
  });

  test('says which scopes open a route', () => {
    expect(section('getScore')).toContain('API key with scope read, publish or admin');
    expect(section('createRelease')).toContain('API key with scope publish or admin');
    expect(section('createApiKey')).toContain('API key with scope admin, or the role owner.');
    expect(section('readFeed')).toContain('no API key is needed');
  });

  test('leads every link on it to a place on it', () => {
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(100);
    expect(targets.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
  });

  test('shows shapes in words: no backtick, no JSON Schema', () => {
    expect(section('Score')).toContain('distribution[].rating integer required');
    expect(section('TokenKeyCreate')).toContain('Only if algorithm is EdDSA.');
    expect(page).not.toContain('`');
    expect(page).not.toMatch(/\$ref|anyOf|oneOf|additionalProperties/);
  });
});

describe('the fields of a shape', () => {
  test('name what is within what', () => {
    const choice = { properties: { id: { type: 'string' } }, required: ['id'] };
    const shape = { properties: { choices: { type: 'array', items: choice } } };
    const fields = fieldsOf(shape).map(({ name, required }) => [name, required]);
    expect(fields).toEqual([
      ['choices', false],
      ['choices[].id', true],
    ]);
  });

  test('are those of all variants, each with the word of its own', () => {
    const variant = (word: string, more: object) => ({
      properties: { kind: { type: 'string', enum: [word] }, ...more },
      required: ['kind'],
    });
    const [kind, size] = fieldsOf({
      oneOf: [variant('round', {}), variant('square', { size: { type: 'integer' } })],
    });
    expect(kind?.schema.enum).toEqual(['round', 'square']);
    expect(kind?.condition).toBeUndefined();
    expect(size?.condition).toBe('Only if `kind` is `square`.');
  });
});

describe('the worked examples', () => {
  test.each([
    ['readFeed', feedRequest, feedReply],
    ['sendResponse', responseRequest, storedResponse],
    ['publishRelease', publishRequest, release],
  ])('of %s keep the contract', (operation, sent, given) => {
    const all = examples[operation] ?? [];
    expect(all.length).toBeGreaterThan(0);
    for (const { request, reply } of all) {
      expect(sent.safeParse(bodyOf(request)).error).toBeUndefined();
      expect(given.safeParse(bodyOf(reply)).error).toBeUndefined();
    }
  });

  test('of an answer: the change has the same id and a higher revision', () => {
    const [first, change] = (examples.sendResponse ?? []).map(({ request }) =>
      responseRequest.parse(bodyOf(request)),
    );
    expect(change?.id).toBe(first?.id);
    expect(change?.revision).toBe(2);
  });
});

function bodyOf(message: string): unknown {
  return JSON.parse(message.split('\n\n')[1] ?? '');
}

function wordsIn(markup: string): string {
  return markup
    .replaceAll(/<wbr>|<\/?(code|a|span)\b[^>]*>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

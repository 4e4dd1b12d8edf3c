import { afterEach, beforeEach, expect, test } from 'vitest';
import { addressOf, createResources } from '../http/operations.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { addMember, type TestPerson } from '../support/people.ts';
import { createTestProject } from '../support/projects.ts';
import {
  type DocumentField,
  fields,
  hostileOrigin,
  hostileUrl,
  listDocumentFields,
} from './fields.ts';
import { escapes, hostilePayload, variants } from './payloads.ts';

test('each way out of a place is tried where there is least room', () => {
  const tried = variants.map((turn) => hostilePayload(99, 100, turn)).join('\n');
  for (const wayOut of escapes) expect(tried).toContain(wayOut('hit(99)'));
});

onEachDatabase('hostile text', ({ open }) => {
  let api: TestApi;
  let owner: TestPerson;
  let things: Record<string, string>;

  beforeEach(async () => {
    api = await startApi(await open());
    const acme = await createTestProject(api);
    owner = await addMember(api, acme, 'owner');
    things = await createResources(api, acme);
  });
  afterEach(() => api.stop());

  /** Whether a text is let be where it stands, whatever else the body lacks. */
  async function isTaken(field: DocumentField, text: string): Promise<boolean> {
    const { method, steps, mediaType } = field;
    const reply = await api.app.request(addressOf(field, things), {
      method,
      headers: {
        cookie: owner.cookie,
        origin: 'http://localhost:3000',
        'content-type': mediaType,
        'if-match': '*',
      },
      body: steps.length > 0 ? JSON.stringify(bodyOf(steps, text)) : text,
    });
    expect(reply.status, field.field).toBeLessThan(500);
    const { errors = [] } = await reply.json().catch(() => ({}));
    return !errors.some((fault: { pointer: string }) => fault.pointer === pointerTo(steps));
  }

  async function isAnyTaken(field: DocumentField, texts: string[]): Promise<boolean> {
    for (const text of texts) if (await isTaken(field, text)) return true;
    return false;
  }

  test('is taken by the fields that are listed and no other', { timeout: 90_000 }, async () => {
    const all = listDocumentFields(await (await api.app.request('/openapi.json')).json());
    expect(all.length).toBeGreaterThan(100);
    const [taken, refused] = [new Set<string>(), new Set<string>()];
    for (const field of all) {
      const text = hostilePayload(0, 90);
      const texts = [text, hostilePayload(0, 35), hostileUrl(text), hostileOrigin(0)];
      ((await isAnyTaken(field, texts)) ? taken : refused).add(field.field);
    }
    const known = fields.filter((field) => field.includes(' /'));
    expect([...taken].sort()).toEqual([...known].sort());
    const closed = ['project /slug', 'project /theme/font', 'invitation /email', 'visitor /id'];
    closed.push('tokenKey /publicKey', 'acceptInvitation /email');
    expect([...refused]).toEqual(expect.arrayContaining(closed));
  });
});

/** The least that leads to a field; beside it what tells which of two shapes is meant. */
function bodyOf(steps: readonly string[], text: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return text;
  const inside = bodyOf(rest, text);
  if (step === '-') return [inside];
  return { [step]: inside, ...(step === 'publicKey' && { algorithm: 'EdDSA' }) };
}

function pointerTo(steps: readonly string[]): string {
  return steps.map((step) => `/${step === '-' ? 0 : step}`).join('');
}

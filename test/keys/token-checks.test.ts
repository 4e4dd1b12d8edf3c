import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TokenCheck, tokenCheck } from '../../contract/token-checks.ts';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { addMember } from '../support/people.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

onEachDatabase('a token that is tried', ({ open }) => {
  let api: TestApi;
  let acme: Publisher;
  let owner: MemberClient;
  let sign: (claims: Record<string, unknown>) => string;

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createPublisher(api);
    owner = await addMember(api, { id: acme.projectId }, 'owner');
    ({ sign } = await acme.addTokenKey());
  });
  afterEach(() => api.stop());

  const path = () => `/api/projects/${acme.projectId}/token-checks`;
  const check = async (token: string): Promise<TokenCheck> => {
    const reply = await owner.send('POST', path(), { token });
    expect(reply.status).toBe(200);
    return tokenCheck.parse(await reply.json());
  };
  const refused = (why: string) => ({
    ok: false,
    code: 'token_invalid',
    detail: `The token is refused: ${why}.`,
  });

  test('says whom it names', async () => {
    const claims = { ...acme.claims('u-1'), account: 'Acme', traits: { plan: 'pro' } };
    expect(await check(` ${sign(claims)}\n`)).toEqual({
      ok: true,
      sub: 'u-1',
      account: 'Acme',
      traits: { plan: 'pro' },
      expiresAt: '2026-06-01T13:00:00.000Z',
    });
  });

  test('says exactly what is wrong', async () => {
    const good = acme.claims('u-1');
    const none = `${encode({ alg: 'none' })}.${encode(good)}.`;
    const content = `${encode({ alg: 'HS256' })}.${encode(good)}`;
    const foreign = `${content}.${createHmac('sha256', 'another').update(content).digest('base64url')}`;
    expect(await check(none)).toEqual(refused('it is not a signed JWT'));
    expect(await check(foreign)).toEqual(refused('no live key of this project signed it'));
    expect(await check(sign({ ...good, aud: 'other' }))).toEqual(
      refused('its aud is not this project'),
    );
    expect(await check('')).toEqual(refused('it is not a signed JWT'));
    expect(await check(sign({ ...good, exp: 1 }))).toMatchObject({
      ok: false,
      code: 'token_expired',
    });
  });

  test('is believed until its key is retired', async () => {
    const { id, sign: signNext } = await acme.addTokenKey();
    const token = signNext(acme.claims('u-1'));
    expect((await check(token)).ok).toBe(true);
    await acme.retireTokenKey(id);
    expect(await check(token)).toEqual(refused('no live key of this project signed it'));
  });

  test('is kept nowhere, and makes nobody a visitor', async () => {
    await check(sign(acme.claims('u-secret')));
    const { reader } = api.deps.database;
    expect(await reader.selectFrom('visitor').selectAll().execute()).toEqual([]);
    const entries = await reader.selectFrom('audit_entry').selectAll().execute();
    expect(JSON.stringify(entries)).not.toContain('u-secret');
    expect(await reader.selectFrom('idempotency_key').selectAll().execute()).toEqual([]);
  });

  test('is refused where it is too long, or comes from somebody else', async () => {
    expect((await owner.send('POST', path(), { token: 'a'.repeat(16_001) })).status).toBe(422);
    const publisher = await addMember(api, { id: acme.projectId }, 'publisher');
    expect((await publisher.send('POST', path(), { token: 'a.b.c' })).status).toBe(403);
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listLiveTokenKeys } from '../../api/keys/token-key-queries.ts';
import { listOf } from '../../contract/fields.ts';
import { listedTokenKey, type TokenKeyCreated, tokenKeyCreated } from '../../contract/keys.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

function makePair(type: 'ed25519' | 'ed448' | 'x25519') {
  // Node's types have one signature per kind of key.
  const pair = generateKeyPairSync(type as 'ed25519');
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

onEachDatabase('a token key', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let owner: MemberClient;
  let keys: string;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    owner = api.as(await acme.key('admin'));
    keys = `/api/projects/${acme.slug}/token-keys`;
  });

  afterEach(() => api.stop());

  const post = (body: unknown) => owner.send('POST', keys, body);
  const add = async (body: unknown): Promise<TokenKeyCreated> =>
    tokenKeyCreated.parse(await (await post(body)).json());
  const retire = (id: string) =>
    owner.send('DELETE', `${keys}/${id}`, undefined, { 'if-match': '"1"' });

  describe('of EdDSA', () => {
    test('is the host’s own public key, and no secret comes back', async () => {
      const { publicKey } = makePair('ed25519');
      const made = await add({ algorithm: 'EdDSA', publicKey });
      expect(made.secret).toBeUndefined();
      const live = await listLiveTokenKeys(database.reader, acme.id);
      expect(live).toEqual([{ id: made.id, algorithm: 'EdDSA', material: publicKey }]);
    });

    test('is the same key with other line breaks', async () => {
      const { publicKey } = makePair('ed25519');
      await add({ algorithm: 'EdDSA', publicKey: `\r\n${publicKey.replaceAll('\n', '\r\n')}\n` });
      const [live] = await listLiveTokenKeys(database.reader, acme.id);
      expect(live?.material).toBe(publicKey);
    });

    test.each([
      ['a private key', makePair('ed25519').privateKey, /private key/],
      ['another curve', makePair('ed448').publicKey, /Ed25519/],
      ['a key that cannot sign', makePair('x25519').publicKey, /Ed25519/],
      ['RSA', rsa, /Ed25519/],
      ['no key at all', 'hello', /Ed25519/],
      ['half a key', makePair('ed25519').publicKey.slice(0, 60), /Ed25519/],
    ])('is refused when it is %s', async (_what, publicKey, sentence) => {
      const reply = await post({ algorithm: 'EdDSA', publicKey });
      expect(reply.status).toBe(422);
      const { code, detail, errors } = await reply.json();
      expect(code).toBe('invalid_body');
      expect(detail).toMatch(sentence);
      expect(errors).toMatchObject([{ pointer: '/publicKey' }]);
      expect(await listLiveTokenKeys(database.reader, acme.id)).toEqual([]);
    });
  });

  describe('of HS256', () => {
    test('is a secret of 256 bits, shown once', async () => {
      const { id, secret = '' } = await add({ algorithm: 'HS256' });
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
      for (const path of [keys, `${keys}/${id}`, `/api/projects/${acme.id}/audit`]) {
        const text = await (await owner.get(path)).text();
        expect(text).toContain(id);
        expect(text).not.toContain(secret);
      }
    });

    test('is stored encrypted, for its own row alone', async () => {
      const { id, secret = '' } = await add({ algorithm: 'HS256' });
      const [live] = await listLiveTokenKeys(database.reader, acme.id);
      const { material = '' } = live ?? {};
      expect(material).not.toContain(secret);
      const { protection } = api.deps.keys;
      expect(protection.open(material, `token key ${acme.id} ${id}`)?.text).toBe(secret);
      expect(protection.open(material, `token key ${acme.id} another`)).toBeUndefined();
    });

    test('is never one that the host brings along', async () => {
      expect((await post({ algorithm: 'HS256', secret: 'password' })).status).toBe(422);
      expect((await post({ algorithm: 'none' })).status).toBe(422);
    });
  });

  test('is one of two at most, so that one can follow the other', async () => {
    const first = await add({ algorithm: 'HS256' });
    await add({ algorithm: 'EdDSA', publicKey: makePair('ed25519').publicKey });
    const third = await post({ algorithm: 'HS256' });
    expect(third.status).toBe(409);
    expect(await third.json()).toMatchObject({ code: 'key_limit' });
    await retire(first.id);
    expect((await post({ algorithm: 'HS256' })).status).toBe(201);
  });

  test('is one of two at most when many are added at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => post({ algorithm: 'HS256' })),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 201, 409, 409, 409]);
  });

  test('is retired at once, and its secret is forgotten', async () => {
    const { id } = await add({ algorithm: 'HS256' });
    expect(await listLiveTokenKeys(database.reader, acme.id)).toHaveLength(1);
    expect((await retire(id)).status).toBe(204);
    expect(await listLiveTokenKeys(database.reader, acme.id)).toEqual([]);
    const rows = await database.reader.selectFrom('token_key').select('material').execute();
    expect(rows).toEqual([{ material: '' }]);
    const { data } = listOf(listedTokenKey).parse(await (await owner.get(keys)).json());
    expect(data).toMatchObject([{ id, retiredAt: '2026-06-01T12:00:00.000Z' }]);
    const again = await retire(id);
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ code: 'wrong_state' });
  });

  test('is not to be found in another project', async () => {
    const { id } = await add({ algorithm: 'HS256' });
    const other = await createTestProject(api);
    const stranger = api.as(await other.key('admin'));
    const path = `/api/projects/${other.id}/token-keys/${id}`;
    expect((await stranger.get(path)).status).toBe(404);
    const reply = await stranger.send('DELETE', path, undefined, { 'if-match': '*' });
    expect(reply.status).toBe(404);
    expect(await listLiveTokenKeys(database.reader, acme.id)).toHaveLength(1);
  });
});

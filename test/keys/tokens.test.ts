import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../api/errors.ts';
import { createKeyRing, type TokenKeyMaterial, verifyToken } from '../../api/keys/tokens.ts';

const project = '01980000-0000-7000-8000-000000000001';
const now = new Date('2026-06-01T12:00:00.000Z');
const seconds = now.getTime() / 1000;
const hour = 3600;

const ed = generateKeyPairSync('ed25519');
const strangerEd = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const shared = randomBytes(32).toString('base64url');
const edPem = ed.publicKey.export({ type: 'spki', format: 'pem' }).toString();

const edKey: TokenKeyMaterial = { id: 'ed', algorithm: 'EdDSA', material: edPem };
const hmacKey: TokenKeyMaterial = {
  id: 'hs',
  algorithm: 'HS256',
  material: shared,
};
const otherHmacKey: TokenKeyMaterial = {
  id: 'hs2',
  algorithm: 'HS256',
  material: randomBytes(32).toString('base64url'),
};

const good = { sub: 'u-1', aud: project, exp: seconds + hour };

function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString(
    'base64url',
  );
}

function hmacToken(
  claims: unknown,
  header: unknown = { alg: 'HS256' },
  key: string | Buffer = shared,
): string {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
}

function edToken(claims: Record<string, unknown>, key = ed.privateKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' }).sign(key);
}

function verdict(token: string, keys: TokenKeyMaterial[] = [hmacKey]): string {
  try {
    verifyToken(createKeyRing(project, keys), project, token, now);
    return 'good';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe('a token of the host', () => {
  test('tells who the visitor is, by EdDSA and by HS256', async () => {
    const claims = { ...good, account: 'acme', traits: { plan: 'pro', seats: 5, beta: true } };
    const expected = {
      subject: 'u-1',
      account: 'acme',
      traits: { plan: 'pro', seats: 5, beta: true },
      notBeforeMs: 0,
      expiresAtMs: (seconds + hour) * 1000,
    };
    const ring = createKeyRing(project, [edKey, hmacKey]);
    expect(verifyToken(ring, project, await edToken(claims), now)).toEqual(expected);
    expect(verifyToken(ring, project, hmacToken(claims), now)).toEqual(expected);
  });

  test('signed by either of two live keys is good, by a third is not', () => {
    expect(verdict(hmacToken(good), [otherHmacKey, hmacKey])).toBe('good');
    expect(verdict(hmacToken(good), [hmacKey, otherHmacKey])).toBe('good');
    expect(verdict(hmacToken(good), [otherHmacKey])).toBe('token_invalid');
    expect(verdict(hmacToken(good), [])).toBe('token_invalid');
  });

  test('may name the project among several audiences', () => {
    expect(verdict(hmacToken({ ...good, aud: ['elsewhere', project] }))).toBe('good');
  });

  test('without account and traits has neither', () => {
    const ring = createKeyRing(project, [hmacKey]);
    const token = hmacToken({ ...good, account: null, traits: null });
    expect(verifyToken(ring, project, token, now)).toMatchObject({ account: null, traits: {} });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['expires in a second', { exp: seconds + 1 }, 'good'],
    ['expires in 24 hours', { exp: seconds + 24 * hour }, 'good'],
    ['expires in 25 hours', { exp: seconds + 25 * hour }, 'token_invalid'],
    ['expires now', { exp: seconds }, 'token_expired'],
    ['expired yesterday', { exp: seconds - 24 * hour }, 'token_expired'],
    ['never expires', { exp: undefined }, 'token_invalid'],
    ['has an expiry of text', { exp: String(seconds + hour) }, 'token_invalid'],
    ['has no audience', { aud: undefined }, 'token_invalid'],
    ['is for another project', { aud: 'another' }, 'token_invalid'],
    ['is for no project', { aud: [] }, 'token_invalid'],
    ['has an audience that only begins alike', { aud: `${project}x` }, 'token_invalid'],
    ['names nobody', { sub: undefined }, 'token_invalid'],
    ['names the empty name', { sub: ' ' }, 'token_invalid'],
    ['names a number', { sub: 7 }, 'token_invalid'],
    ['has a subject that no database keeps', { sub: 'a\0b' }, 'token_invalid'],
    ['holds since a minute', { nbf: seconds - 60 }, 'good'],
    ['holds from tomorrow', { nbf: seconds + 12 * hour }, 'token_invalid'],
    ['has traits that are none', { traits: { plan: ['pro'] } }, 'token_invalid'],
    ['has a strange account', { account: { id: 1 } }, 'token_invalid'],
  ])('that %s', (_what, change, expected) => {
    expect(verdict(hmacToken(good))).toBe('good');
    expect(verdict(hmacToken({ ...good, ...change }))).toBe(expected);
  });
});

describe('a forged token', () => {
  test('without a signature is refused', () => {
    const [head, payload] = hmacToken(good).split('.');
    const none = encode({ alg: 'none' });
    const forged = [
      `${none}.${payload}.`,
      `${none}.${payload}`,
      `${head}.${payload}.`,
      `${encode({ alg: 'None' })}.${payload}.AA`,
    ];
    for (const token of forged) expect(verdict(token)).toBe('token_invalid');
  });

  test('signed with the public key as if it were a shared secret is refused', () => {
    for (const secret of [Buffer.from(edPem), Buffer.from(edPem.trim())]) {
      const token = hmacToken(good, { alg: 'HS256' }, secret);
      expect(verdict(token, [edKey])).toBe('token_invalid');
      expect(verdict(token, [edKey, hmacKey])).toBe('token_invalid');
    }
  });

  test('whose header names another algorithm than its signature is refused', async () => {
    const token = await edToken(good);
    const [, payload, signature] = token.split('.');
    expect(verdict(token, [edKey])).toBe('good');
    const relabelled = `${encode({ alg: 'HS256' })}.${payload}.${signature}`;
    expect(verdict(relabelled, [edKey, hmacKey])).toBe('token_invalid');
    expect(verdict(hmacToken(good, { alg: 'HS512' }))).toBe('token_invalid');
    expect(verdict(hmacToken(good, {}))).toBe('token_invalid');
  });

  test('that brings its own key is refused', async () => {
    const jwk = strangerEd.publicKey.export({ format: 'jwk' });
    const token = await new SignJWT(good)
      .setProtectedHeader({ alg: 'EdDSA', jwk: { kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '' } })
      .sign(strangerEd.privateKey);
    expect(verdict(token, [edKey])).toBe('token_invalid');
  });

  test('signed by a stranger is refused', async () => {
    expect(verdict(await edToken(good, strangerEd.privateKey), [edKey])).toBe('token_invalid');
    expect(verdict(hmacToken(good, { alg: 'HS256' }, randomBytes(32)))).toBe('token_invalid');
  });

  test('that asks for an extension which we do not know is refused', () => {
    expect(verdict(hmacToken(good, { alg: 'HS256', crit: ['b64'], b64: false }))).toBe(
      'token_invalid',
    );
  });

  test('is told from an expired one only after its signature', () => {
    const stale = { ...good, exp: seconds - 1 };
    expect(verdict(hmacToken(stale))).toBe('token_expired');
    expect(verdict(hmacToken(stale, { alg: 'HS256' }, randomBytes(32)))).toBe('token_invalid');
  });

  test('for a key of another kind than it was registered as is refused', () => {
    const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const content = `${encode({ alg: 'EdDSA' })}.${encode(good)}`;
    expect(verdict(`${content}.AAAA`, [{ id: 'rsa', algorithm: 'EdDSA', material: pem }])).toBe(
      'token_invalid',
    );
  });

  test.each([
    ['nothing', ''],
    ['dots', '..'],
    ['four parts', `${hmacToken(good)}.AAAA`],
    ['five parts, encrypted', 'a.b.c.d.e'],
    ['padding', `${hmacToken(good)}=`],
    ['white space', ` ${hmacToken(good)}`],
    ['a header that is no JSON', hmacToken(good, 'x')],
    ['a header that is null', hmacToken(good, null)],
    ['claims that are a list', hmacToken([good])],
    ['claims that are no JSON', hmacToken('{')],
    ['claims that are no UTF-8', badText()],
    ['an endless expiry', hmacToken(`{"sub":"a","aud":"${project}","exp":1e400}`)],
  ])('made of %s is refused', (_what, token) => {
    expect(verdict(token)).toBe('token_invalid');
  });

  test('of random letters is refused, whatever they are', () => {
    const part = fc.base64String();
    const token = fc.tuple(part, part, part).map((parts) => parts.join('.'));
    fc.assert(fc.property(token, (given) => verdict(given) === 'token_invalid'));
  });
});

function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

describe('our reading of tokens', () => {
  test('agrees with jose where one letter was changed, but takes each text in one spelling only', async () => {
    const ring = createKeyRing(project, [edKey]);
    const token = await edToken({ ...good, traits: { plan: 'pro' } });
    const letters = fc.constantFrom(...'AQgw_-9z.');
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), letters, async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        const theirs = await jwtVerify(changed, ed.publicKey, {
          algorithms: ['EdDSA'],
          audience: project,
          currentDate: now,
        }).then(
          () => true,
          () => false,
        );
        const isAccepted = accepts(() => verifyToken(ring, project, changed, now));
        expect(isAccepted).toBe(theirs && changed.split('.').every(isCanonical));
      }),
      // The last letter of a signature carries bits that jose ignores.
      { numRuns: 300, examples: [[token.length - 1, '9']] },
    );
  });

  test('takes what jose signs with the text of a shared secret', async () => {
    const token = await new SignJWT({ account: 'acme' })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject('Zoë 🦊')
      .setAudience([project])
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(seconds + hour)
      .sign(new TextEncoder().encode(shared));
    const ring = createKeyRing(project, [hmacKey]);
    expect(verifyToken(ring, project, token, now)).toMatchObject({
      subject: 'Zoë 🦊',
      account: 'acme',
    });
  });
});

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

function badText(): string {
  const claims = Buffer.concat([Buffer.from('{"sub":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  const content = `${encode({ alg: 'HS256' })}.${claims.toString('base64url')}`;
  return `${content}.${createHmac('sha256', shared).update(content).digest('base64url')}`;
}

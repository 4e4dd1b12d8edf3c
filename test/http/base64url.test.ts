import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readBase64url } from '../../api/base64url.ts';
import { cursorOf, pageOf } from '../../api/feed/page.ts';
import { createKeyRing, verifyToken } from '../../api/keys/tokens.ts';
import { readCursor } from '../../api/routes/member/pages.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes for Node, with other stray bits in the last character. */
function otherSpelling(text: string): string {
  const last = letters.indexOf(text.at(-1) ?? '');
  return text.slice(0, -1) + letters[last ^ 1];
}

test.each(['', 'AA', 'AAA', 'AAAA', '_-8'])('one spelling of bytes is read: %j', (text) => {
  expect(readBase64url(text)?.toString('base64url')).toBe(text);
});

test.each(['AB', 'AAB', 'A', 'AA==', 'A A', '+/8', 'AA\n'])('any other is refused: %j', (text) => {
  expect(readBase64url(text)).toBeUndefined();
});

test('a token whose signature is spelled otherwise is refused', () => {
  const secret = 'a secret of this test that is long enough';
  const ring = createKeyRing('acme', [{ id: 'key', algorithm: 'HS256', material: secret }]);
  const now = new Date('2026-06-01T12:00:00Z');
  const claims = { sub: 'u', aud: 'acme', exp: now.getTime() / 1000 + 60 };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256' })}.${part(claims)}`;
  const signature = createHmac('sha256', secret).update(signed).digest('base64url');
  const other = otherSpelling(signature);
  expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
  expect(verifyToken(ring, 'acme', `${signed}.${signature}`, now).subject).toBe('u');
  expect(() => verifyToken(ring, 'acme', `${signed}.${other}`, now)).toThrow('not a signed JWT');
});

test('a cursor that is spelled otherwise is refused', () => {
  const place = z.tuple([z.string()]);
  const cursor = Buffer.from('["a"]').toString('base64url');
  expect(readCursor(cursor, place)).toEqual(['a']);
  expect(() => readCursor(otherSpelling(cursor), place)).toThrow('Use the cursor');
});

test('a position in the releases that is spelled otherwise is refused', () => {
  const id = '0197f000-0000-7000-8000-000000000001';
  const before = cursorOf({ displayDate: '2026-06-01', position: 1, id, pinned: false });
  const none = { pinned: [], ordinary: [] };
  expect(pageOf(none, before).entries).toEqual([]);
  expect(() => pageOf(none, otherSpelling(before))).toThrow(
    'Must be the "next" of the previous page',
  );
});

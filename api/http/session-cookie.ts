import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** The cookie that identifies a session. */
export interface SessionCookie {
  name: string;
  attributes: { httpOnly: true; secure: boolean; sameSite: 'lax'; path: '/' };
}

/**
 * For https, the prefix `__Host-` makes browsers refuse the cookie from any other host, path or
 * scheme (draft-ietf-httpbis-rfc6265bis, 4.1.3.2). It requires `Secure`, so http has no prefix.
 */
export function sessionCookie(publicUrl: string): SessionCookie {
  const secure = new URL(publicUrl).protocol === 'https:';
  const name = secure ? '__Host-tidings-session' : 'tidings-session';
  return { name, attributes: { httpOnly: true, secure, sameSite: 'lax', path: '/' } };
}

/** The cookie's names until version 0.1. The update from 0.1 ended all sessions. */
const formerNames = ['tidings', '__Host-tidings'];

/** Whether the browser still has the cookie of a session that ended with the update from 0.1. */
export function hasFormerCookie(c: Context): boolean {
  return formerNames.some((name) => getCookie(c, name) !== undefined);
}

function clearFormerCookies(c: Context): void {
  for (const name of formerNames) {
    if (getCookie(c, name) === undefined) continue;
    const secure = name.startsWith('__Host-');
    setCookie(c, name, '', { httpOnly: true, secure, sameSite: 'Lax', path: '/', maxAge: 0 });
  }
}

/** A new session, with the `Set-Cookie` headers of the session and the device. */
export interface NewSession<Session extends object> {
  session: Session;
  cookie: string;
  deviceCookie: string;
}

/** Returns a reply with both cookies and the session as its body. */
export function sendSession<Session extends object>(c: Context, newSession: NewSession<Session>) {
  c.header('Set-Cookie', newSession.cookie);
  clearFormerCookies(c);
  c.header('Set-Cookie', newSession.deviceCookie, { append: true });
  return c.json(newSession.session);
}

/** Returns a `Set-Cookie` header. `value` is already encoded. */
export function sessionCookieHeader(
  { name, attributes: { secure } }: SessionCookie,
  value: string,
  expiresAt: Date,
): string {
  const expires = `Expires=${expiresAt.toUTCString()}`;
  const flags = ['Path=/', 'HttpOnly', ...(secure ? ['Secure'] : []), 'SameSite=Lax'];
  return [`${name}=${value}`, expires, ...flags].join('; ');
}

/** Deletes the cookie in the browser. */
export function clearSessionCookie(c: Context, { name, attributes }: SessionCookie): void {
  setCookie(c, name, '', { ...attributes, sameSite: 'Lax', maxAge: 0 });
}

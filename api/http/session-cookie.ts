import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** The cookie that a session is known by. */
export interface SessionCookie {
  name: string;
  attributes: { httpOnly: true; secure: boolean; sameSite: 'lax'; path: '/' };
}

/**
 * Behind https the name tells browsers to refuse it from any other host, path or scheme
 * (draft-ietf-httpbis-rfc6265bis, 4.1.3.2); that name needs `Secure`, so http has a plain one.
 */
export function sessionCookie(publicUrl: string): SessionCookie {
  const secure = new URL(publicUrl).protocol === 'https:';
  const name = secure ? '__Host-tidings-session' : 'tidings-session';
  return { name, attributes: { httpOnly: true, secure, sameSite: 'lax', path: '/' } };
}

/** What the cookie was called until version 0.1; the update from it ended the sessions. */
const formerNames = ['tidings', '__Host-tidings'];

/** Whether the browser still holds the cookie of a session that ended with the update from 0.1. */
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

/** A session that has just begun, with its `Set-Cookie` and that of the device. */
export interface NewSession<Session extends object> {
  session: Session;
  cookie: string;
  deviceCookie: string;
}

/** Sends both cookies to the browser, with the session as the body. */
export function sendSession<Session extends object>(c: Context, newSession: NewSession<Session>) {
  c.header('Set-Cookie', newSession.cookie);
  clearFormerCookies(c);
  c.header('Set-Cookie', newSession.deviceCookie, { append: true });
  return c.json(newSession.session);
}

/** A `Set-Cookie` header. `value` is encoded already. */
export function sessionCookieHeader(
  { name, attributes: { secure } }: SessionCookie,
  value: string,
  expiresAt: Date,
): string {
  const expires = `Expires=${expiresAt.toUTCString()}`;
  const flags = ['Path=/', 'HttpOnly', ...(secure ? ['Secure'] : []), 'SameSite=Lax'];
  return [`${name}=${value}`, expires, ...flags].join('; ');
}

/** Takes the cookie back from the browser. */
export function clearSessionCookie(c: Context, { name, attributes }: SessionCookie): void {
  setCookie(c, name, '', { ...attributes, sameSite: 'Lax', maxAge: 0 });
}

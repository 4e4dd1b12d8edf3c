import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';

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
  const name = secure ? '__Host-tidings' : 'tidings';
  return { name, attributes: { httpOnly: true, secure, sameSite: 'lax', path: '/' } };
}

/** Takes the cookie back from the browser. */
export function clearSessionCookie(c: Context, { name, attributes }: SessionCookie): void {
  setCookie(c, name, '', { ...attributes, sameSite: 'Lax', maxAge: 0 });
}

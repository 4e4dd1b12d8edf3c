import { parse, serialize } from 'hono/utils/cookie';

/** The cookie by which we recognise a device on which someone signed in before. */
export interface DeviceCookie {
  /** Its value in a `Cookie` header; undefined if it is not there. */
  read(cookies: string | undefined): string | undefined;
  /** The `Set-Cookie` header that stores a value. */
  write(value: string): string;
}

/** The longest time that browsers keep a cookie: 400 days (draft-ietf-httpbis-rfc6265bis, 5.5). */
const maxAgeS = 400 * 24 * 60 * 60;

/** Its name follows the session cookie's: `__Host-…` behind https, plain on this machine. */
export function deviceCookie(publicUrl: string): DeviceCookie {
  const secure = new URL(publicUrl).protocol === 'https:';
  const name = secure ? '__Host-tidings-device' : 'tidings-device';
  return {
    read: (cookies = '') => parse(cookies, name)[name],
    write: (value) =>
      serialize(name, value, {
        ...{ maxAge: maxAgeS, path: '/', httpOnly: true, secure, sameSite: 'Lax' },
      }),
  };
}

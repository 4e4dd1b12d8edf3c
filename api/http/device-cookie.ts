import { parse, serialize } from 'hono/utils/cookie';

/** The cookie that identifies a device on which someone has signed in before. */
export interface DeviceCookie {
  /** Returns the cookie's value in a `Cookie` header; undefined if it is missing. */
  read(cookies: string | undefined): string | undefined;
  /** Returns the `Set-Cookie` header that stores a value. */
  write(value: string): string;
}

/** The longest time that browsers keep a cookie: 400 days (draft-ietf-httpbis-rfc6265bis, 5.5). */
const maxAgeS = 400 * 24 * 60 * 60;

/** Creates the cookie, named like the session cookie: `__Host-…` for https, plain for http. */
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

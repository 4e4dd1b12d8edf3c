import { describe, expect, test } from 'vitest';
import { readConfig, readInstance } from '../api/config.ts';

const strong = 'vR7!kq2ZmX09-aLpWc4Ty_8sUeGd31Hb';

describe('the configuration', () => {
  test('serves on this machine with a SQLite file when nothing is set', () => {
    expect(readConfig({})).toEqual({
      databaseUrl: 'sqlite:data/tidings.db',
      port: 3000,
      host: '127.0.0.1',
      demoPort: 0,
      publicUrl: 'http://localhost:3000',
      isAddressConfigured: false,
      allowHttp: false,
      trustedProxies: [],
      logLevel: 'info',
      rateLimits: 'on',
      secret: undefined,
      metricsToken: undefined,
    });
  });

  test('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', SECRET: '' })).toEqual(readConfig({}));
  });

  test('lists every wrong variable at once', () => {
    const wrong = {
      DATABASE_URL: 'mysql://somewhere',
      PORT: 'many',
      LOG_LEVEL: 'loud',
      RATE_LIMITS: 'maybe',
      SECRET: 'secret',
      PUBLIC_URL: 'ftp://example.com',
    };
    const read = () => readConfig(wrong);
    for (const name of Object.keys(wrong)) expect(read).toThrow(name);
  });

  test.each(['x', '-1', '70000', '30.5'])('refuses the port %s', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow('PORT must be a whole number from 0 to 65535');
  });

  test('says that an address must be https even where something else is wrong', () => {
    const wrong = { PORT: 'x', PUBLIC_URL: 'http://notes.example.com' };
    expect(() => readConfig(wrong)).toThrow(/PORT must[\s\S]*PUBLIC_URL must be https/);
  });

  test('says which words a variable takes', () => {
    expect(() => readConfig({ RATE_LIMITS: 'maybe', ALLOW_HTTP: 'yes' })).toThrow(
      /RATE_LIMITS must be on, count or off[\s\S]*ALLOW_HTTP must be 0 or 1|ALLOW_HTTP must be 0 or 1[\s\S]*RATE_LIMITS must be on, count or off/,
    );
  });

  test.each([
    ['too short', strong.slice(0, 31)],
    ['one character over and over', 'a'.repeat(64)],
    ['one word over and over', 'secret'.repeat(8)],
  ])('refuses a secret that is %s', (_, secret) => {
    expect(() => readConfig({ SECRET: secret })).toThrow(
      'SECRET must be at least 32 random characters',
    );
  });

  test('takes a secret that was drawn at random', () => {
    expect(readConfig({ SECRET: strong }).secret).toBe(strong);
  });

  test('takes the secret that came before it, by the same rules', () => {
    const secrets = { SECRET: strong, SECRET_PREVIOUS: `${strong}-before` };
    expect(readConfig(secrets).secretPrevious).toBe(`${strong}-before`);
    expect(() => readConfig({ SECRET_PREVIOUS: 'short' })).toThrow('SECRET_PREVIOUS must be');
  });

  test('refuses plain http elsewhere, unless the operator says so', () => {
    const elsewhere = { PUBLIC_URL: 'http://notes.example.com' };
    expect(() => readConfig(elsewhere)).toThrow('PUBLIC_URL must be https');
    expect(readConfig({ ...elsewhere, ALLOW_HTTP: '1' }).publicUrl).toBe(elsewhere.PUBLIC_URL);
  });

  test.each([
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://[::1]:3000',
    'https://a.example',
  ])('takes %s', (url) => {
    expect(readConfig({ PUBLIC_URL: `${url}/` }).publicUrl).toBe(url);
  });

  test('reads trusted proxies from a list', () => {
    const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.1 ::1' });
    expect(trustedProxies).toEqual(['10.0.0.0/8', '192.168.1.1', '::1']);
  });
});

describe("the publisher's commands", () => {
  test('say what they miss', () => {
    for (const unset of [{}, { TIDINGS_URL: '', TIDINGS_KEY: '' }]) {
      const read = () => readInstance(unset);
      expect(read).toThrow('TIDINGS_URL is not set. Example: http://localhost:3000');
      expect(read).toThrow('TIDINGS_KEY is not set. Example: sk_…');
    }
  });

  test('say what is wrong', () => {
    const wrong = { TIDINGS_URL: 'localhost', TIDINGS_KEY: 'pk_1' };
    expect(() => readInstance(wrong)).toThrow(/TIDINGS_URL must be[\s\S]*TIDINGS_KEY must be/);
  });

  test('take an address with a slash at its end', () => {
    const instance = readInstance({
      TIDINGS_URL: 'https://notes.example.com/',
      TIDINGS_KEY: 'sk_1',
    });
    expect(instance).toEqual({ url: 'https://notes.example.com', key: 'sk_1' });
  });
});

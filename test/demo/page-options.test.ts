import { describe, expect, test } from 'vitest';
import { originAt, readDemoPageOptions } from '../../api/demo/page-options.ts';

describe('what the demo’s address asks for', () => {
  const read = (query: string) => readDemoPageOptions(new URLSearchParams(query));

  test('is English and the first project where nothing is said', () => {
    expect(read('')).toEqual({ lang: 'en', project: undefined });
  });

  test('is Arabic, and another project by its public key', () => {
    expect(read('lang=ar&project=pk_a-b_C9')).toEqual({ lang: 'ar', project: 'pk_a-b_C9' });
  });

  test.each(['sk_1', 'pk_"onload=', 'pk_', `pk_${'a'.repeat(98)}`, '<script>'])(
    'is never %s',
    (project) => {
      const query = new URLSearchParams({ project, lang: 'tlh' });
      expect(readDemoPageOptions(query)).toEqual({ lang: 'en', project: undefined });
    },
  );
});

describe('the origin of a port of ours', () => {
  const config = { publicUrl: 'https://notes.example.com/tidings', host: '10.1.2.3' };

  test.each(['notes.example.com', '10.1.2.3', 'localhost', '127.0.0.1', '[::1]'])(
    'has the name by which we were reached if it is one of ours: %s',
    (hostname) => {
      expect(originAt(hostname, 4000, config)).toBe(`http://${hostname}:4000`);
    },
  );

  test.each(['evil.example', 'notes.example.com.evil.example', "a;script-src'*'", 'a,b', '"', ''])(
    'has the name of PUBLIC_URL if the caller wrote another: %j',
    (hostname) => {
      expect(originAt(hostname, 4000, config)).toBe('http://notes.example.com:4000');
    },
  );
});

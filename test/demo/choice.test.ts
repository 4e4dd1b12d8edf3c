import { describe, expect, test } from 'vitest';
import { originAt, readChoice } from '../../api/demo/choice.ts';

describe('what the demo’s address asks for', () => {
  const read = (query: string) => readChoice(new URLSearchParams(query));

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
      expect(readChoice(query)).toEqual({ lang: 'en', project: undefined });
    },
  );
});

describe('the origin of a port of ours', () => {
  test.each(['localhost', '127.0.0.1', 'notes.example.com', '[::1]'])(
    'has the name by which we were reached: %s',
    (hostname) => {
      expect(originAt(hostname, 4000, '0.0.0.0')).toBe(`http://${hostname}:4000`);
    },
  );

  test.each(["a;script-src'*'", 'a,b', 'a b', '"', ''])(
    'has no name that could add a rule to a policy: %s',
    (hostname) => {
      expect(originAt(hostname, 4000, '127.0.0.1')).toBe('http://127.0.0.1:4000');
    },
  );
});

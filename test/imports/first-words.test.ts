import { describe, expect, test } from 'vitest';
import { firstWordsOf } from '../../api/imports/first-words.ts';

const wordsOf = (body: string) => firstWordsOf([{ kind: 'new', body, line: 1 }])[0]?.words;

describe('the first words of a note', () => {
  test.each([
    ['Boards for **every** crew.\n\nMore of it.', 'Boards for every crew.'],
    ['See [the guide](https://acme.example/a_b), `npm start`', 'See the guide, npm start'],
    ['[#12][twelve] ~~old~~ *new* snake_case', '#12 old new snake_case'],
    ['### A heading', 'A heading'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['', ''],
  ])('of %j are %j', (body, words) => {
    expect(wordsOf(body)).toBe(words);
  });

  test('end after a hundred characters, and after twenty notes', () => {
    expect(wordsOf('x'.repeat(5000))).toBe(`${'x'.repeat(100)}…`);
    const many = Array.from({ length: 30 }, () => ({ kind: 'fixed' as const, body: 'a', line: 1 }));
    expect(firstWordsOf(many)).toHaveLength(20);
  });
});

// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { snippetsFor, tagFor } from '../../../admin/settings/install/snippets.ts';
import { contrastOf, findWeakPairs } from '../../../admin/settings/theme/contrast.ts';
import { onlyValid, toTheme, toThemeFields } from '../../../admin/settings/theme/theme-draft.ts';
import { readTokenParts } from '../../../admin/settings/tokens/token-parts.ts';
import { theme as themeContract } from '../../../contract/themes.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the contrast of two colours', () => {
  // As WebAIM's contrast checker gives them.
  test.each([
    ['#000000', '#ffffff', 21],
    ['#fff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#0000ff', '#ffffff', 8.59],
    ['#ff0000', '#ffffff', 4.0],
  ])('%s on %s is %f', (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 2);
    expect(contrastOf(other, one)).toBeCloseTo(ratio, 2);
  });

  test('is enough in our own theme', () => {
    expect(findWeakPairs({})).toEqual([]);
  });

  test('is told for each pair below 4.5, in its scheme, with ours where nothing is chosen', () => {
    const theme = { accent: '#ffd166', dark: { muted: '#333333' } };
    expect(findWeakPairs(theme).map(({ scheme, label: words }) => `${scheme}: ${words}`)).toEqual([
      'light: Accent on the surface, as in links',
      'light: Accent text on the accent',
      'dark: Muted text on the surface',
    ]);
  });
});

describe('the form of a theme', () => {
  const theme = {
    accent: '#112233',
    radius: 0,
    font: 'Inter, serif',
    dark: { text: '#eeeeee' },
    corner: 'top-end' as const,
    shadow: false,
    spacing: 1.25,
    zIndex: 10,
  };

  test('asks about all that a theme may say, and gives back what it was given', () => {
    expect(toTheme(toThemeFields(theme), theme)).toEqual(theme);
    expect(toTheme(toThemeFields({ shadow: true }), {})).toEqual({ shadow: true });
    expect(toTheme(toThemeFields({}), {})).toEqual({});
    const { dark, ...rest } = themeContract.shape;
    const onDark = Object.keys(dark.unwrap().shape).map((name) => `dark.${name}`);
    expect(Object.keys(toThemeFields({})).sort()).toEqual([...Object.keys(rest), ...onDark].sort());
  });

  test('keeps what it does not ask about', () => {
    const later = { ...theme, later: 'x' };
    expect(toTheme(toThemeFields(later), later)).toEqual(later);
  });

  test('leaves to us what is emptied', () => {
    const emptied = { accent: '', radius: ' ', 'dark.text': '', font: '', shadow: '', spacing: '' };
    expect(toTheme({ ...toThemeFields(theme), ...emptied }, theme)).toEqual({
      corner: 'top-end',
      zIndex: 10,
    });
    expect(toTheme({ ...toThemeFields(theme), ...emptied, corner: '', zIndex: '' }, theme)).toEqual(
      {},
    );
  });

  test('sends what is typed wrongly as it is, for the server to say what is wrong', () => {
    expect(toTheme({ radius: 'x', accent: 'red' }, {})).toEqual({ radius: 'x', accent: 'red' });
  });

  test('draws only what is whole and cannot leave its place in a style sheet', () => {
    const typed = {
      accent: '#12',
      text: '#123456',
      font: 'a;}*{color:red',
      dark: { muted: 'red' },
    };
    expect(onlyValid(typed)).toEqual({ text: '#123456', dark: {} });
    const { zIndex, spacing } = toTheme({ zIndex: '1}*{', spacing: '1.25' }, {});
    expect(onlyValid({ zIndex, spacing })).toEqual({ spacing: 1.25 });
  });
});

describe('a token', () => {
  test('says of itself what it is compared by', () => {
    const claims = { sub: 'ü', aud: ['a', 'b'], exp: 1800000000 };
    expect(readTokenParts(` ${encode({ alg: 'none' })}.${encode(claims)}.`)).toEqual({
      alg: 'none',
      sub: 'ü',
      aud: '["a","b"]',
      exp: '1800000000 (2027-01-15T08:00:00.000Z)',
    });
    expect(readTokenParts(`${encode({})}.${encode({})}.x`)).toMatchObject({ alg: 'missing' });
  });

  test.each(['', 'x', 'a.b.c', `${encode(1)}.${encode(2)}.x`])('says nothing: %j', (token) => {
    expect(readTokenParts(token)).toBeUndefined();
  });
});

test('the snippets are those of docs/embedding.md', () => {
  const page = readFileSync('docs/embedding.md', 'utf8');
  const all = snippetsFor('https://notes.example.com', 'pk_…');
  expect(all.length).toBeGreaterThan(4);
  for (const { name, code } of all) {
    expect(page).toContain(code);
    expect(page).toContain(`### ${name}`);
  }
  expect(page).toContain(tagFor('https://notes.example.com', 'pk_…'));
});

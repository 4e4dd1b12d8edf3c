import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noteKinds } from '../../contract/vocabulary.ts';
import { withLaterMessages } from '../../widget/locales/later-messages.ts';
import {
  englishMessages,
  labelOf,
  languages,
  loadMessages,
  pickLanguage,
} from '../../widget/locales/messages.ts';

const folder = 'widget/locales';
const read = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));
const files = readdirSync(folder).filter((name) => /^[\w-]+\.json$/.test(name));
const allEnglish: Record<string, string> = withLaterMessages(englishMessages);
const catalogues = files.map((name) => {
  const language = basename(name, '.json');
  return { language, words: language === 'en' ? allEnglish : read(name) };
});
const placeholders = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(([one]) => one).sort();

describe('the catalogues', () => {
  test('are all found, English and Arabic among them', () => {
    expect([...languages].sort()).toEqual(catalogues.map(({ language }) => language).sort());
    expect(languages).toEqual(expect.arrayContaining(['en', 'ar']));
  });

  test.each(catalogues)('$language names itself and the direction it is written in', (one) => {
    expect(one.words.lang).toBe(one.language);
    expect(['ltr', 'rtl']).toContain(one.words.dir);
  });

  test.each(catalogues)('$language has every word, each with its places to fill', ({ words }) => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(allEnglish).sort());
    expect(Object.values(words).filter((word) => word.trim() === '')).toEqual([]);
    for (const [id, word] of Object.entries(allEnglish)) {
      expect([id, placeholders(words[id])]).toEqual([id, placeholders(word)]);
    }
  });

  test('have a word for every kind of note and every reason that the server offers', () => {
    const served = readFileSync('api/surveys/default-survey.ts', 'utf8');
    const reasons = [...served.matchAll(/\{ id: '(\w+)'(?:, ratings|\s*\})/g)].map(([, id]) => id);
    expect(reasons).toContain('did_not_notice');
    const wanted = [
      ...noteKinds.map((kind) => `kind.${kind}`),
      ...reasons.map((id) => `reason.${id}`),
    ];
    expect(wanted.filter((id) => !(id in allEnglish))).toEqual([]);
  });
});

describe('the language', () => {
  test.each([
    ['ar', 'ar'],
    ['ar-EG', 'ar'],
    ['AR', 'ar'],
    ['pt-BR', 'pt-BR'],
    ['pt-PT', 'pt'],
    ['en-GB', 'en'],
    ['tlh', 'en'],
    ['', 'en'],
  ])('for %j is %s', (wanted, language) => {
    expect(pickLanguage(wanted, ['en', 'ar', 'pt', 'pt-BR'])).toBe(language);
  });

  test('that nobody has words in is English', async () => {
    expect((await loadMessages('tlh')).close).toBe('Close');
  });

  test('of a locale brings its words and its direction', async () => {
    expect(await loadMessages('ar-EG')).toMatchObject({ dir: 'rtl', close: 'إغلاق' });
  });
});

describe('an id without a word', () => {
  test('is made readable', () => {
    expect(labelOf(englishMessages, 'reason', 'too_many-clicks')).toBe('Too many clicks');
    expect(labelOf(withLaterMessages(englishMessages), 'reason', 'easier')).toBe('Easier to use');
  });
});

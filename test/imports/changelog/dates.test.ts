import { describe, expect, test } from 'vitest';
import { dateOfLine, findDate, trailingDate } from '../../../api/imports/changelog/dates.ts';

describe('a date in a line', () => {
  test('is found with the text around it', () => {
    const found = findDate('on 3 May 2020, at last');
    expect(found).toEqual({ date: '2020-05-03', before: 'on ', after: ', at last' });
  });

  test.each([
    '2020-02-30',
    '2020-13-01',
    '1066-10-14',
    '12020-01-01',
    '04/05/2020',
    'market 3, 2020',
  ])('is not %s', (text) => {
    expect(findDate(text)).toBeUndefined();
  });

  test.each([
    ['Jan. 2, 2021', '2021-01-02'],
    ['Sept 30 2021', '2021-09-30'],
    ['31-Dec-2021', '2021-12-31'],
    ['29.2.2024', '2024-02-29'],
    ['13/02/2021', '2021-02-13'],
    ['2/13/2021', '2021-02-13'],
  ])('%s is %s', (text, date) => {
    expect(findDate(text)?.date).toBe(date);
  });
});

describe('a line that is only a date', () => {
  test.each(['2026.10.15', '_Released May 3, 2020_', '(2020-05-03)', 'Release date: 2020-05-03'])(
    'is %s',
    (line) => {
      expect(dateOfLine(line)).toMatch(/^20/);
    },
  );

  test('says nothing else', () => {
    expect(dateOfLine('2020-05-03 was a good day')).toBeUndefined();
  });
});

describe('the date with which an entry ends', () => {
  test('is its last word, in brackets', () => {
    expect(trailingDate('Faster\n(2026-08-21)\n')).toBe('2026-08-21');
  });

  test.each(['(2026-08-21) faster', 'faster 2026-08-21', '(2026-02-31)', ''])(
    'is not in "%s"',
    (body) => {
      expect(trailingDate(body)).toBeUndefined();
    },
  );
});

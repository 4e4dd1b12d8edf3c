import { describe, expect, test } from 'vitest';
import { columnTable, flag, integer, json, text } from '../../api/db/column-table.ts';
import {
  editionColumns,
  type ResponseRecord,
  responseColumns,
} from '../../api/db/schema/response-columns.ts';

describe('a column table', () => {
  const table = columnTable({
    id: text('id'),
    kind: text('kind').of<'one' | 'other'>(),
    rating: integer('rating').orNull(),
    isNew: flag('is_new'),
    places: json<number[]>()('places'),
  });
  const record = { id: 'a', kind: 'one', rating: null, isNew: true, places: [1, 2] } as const;
  const row = { id: 'a', kind: 'one', rating: null, is_new: 1, places: '[1,2]' } as const;

  test('names its columns with their types, in its own order', () => {
    expect(Object.entries(table.types)).toEqual([
      ['id', 'text'],
      ['kind', 'text'],
      ['rating', 'integer'],
      ['is_new', 'integer'],
      ['places', 'text'],
    ]);
  });

  test('makes a row of a record, and a record of a row', () => {
    expect(table.toRow({ ...record, places: [1, 2] })).toEqual(row);
    expect(table.toRecord(row)).toEqual(record);
  });

  test('leaves out of a record what is none of its columns', () => {
    const more = { ...row, held_group: 'x' };
    expect(table.toRecord(more)).toEqual(record);
  });
});

describe('the table of responses', () => {
  const at = '2026-06-01T12:00:00.000Z';
  const response: ResponseRecord = {
    ...{ projectId: 'p', id: 'r', surveyId: 's', surveyVersion: 2, releaseId: 'l', visitorId: 'v' },
    ...{ firstRating: null, rating: 4, scoredRating: 4, scoredDay: '2026-06-01' },
    scoredChoices: [['reasons', 'easier']],
    ...{ latestRevision: 3, currentRevision: 2, state: 'complete', channel: 'panel' },
    ...{ locale: null, version: '1.0', account: null, traits: '{}', buckets: { locale: 'de' } },
    ...{ identityLevel: 'anonymous', inWindow: true, quarantined: false },
    ...{ occurredAt: at, receivedAt: at },
  };

  test('gives back what was stored', () => {
    const row = responseColumns.toRow(response);
    expect(row).toMatchObject({ ran_version: '1.0', in_window: 1, buckets: '{"locale":"de"}' });
    expect(Object.keys(row)).toEqual(Object.keys(responseColumns.types));
    expect(responseColumns.toRecord(row)).toEqual(response);
  });

  test('and that of editions name every column once', () => {
    for (const { types, size } of [
      { types: responseColumns.types, size: 25 },
      { types: editionColumns.types, size: 12 },
    ]) {
      expect(Object.keys(types)).toHaveLength(size);
    }
  });
});

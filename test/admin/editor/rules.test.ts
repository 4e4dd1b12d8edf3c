// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { listZones, toInstant, toLocalTime } from '../../../admin/editor/local-times.ts';
import {
  applyFormat,
  type MarkdownFormat,
} from '../../../admin/editor/notes/markdown-formatting.ts';
import { LocalDrafts } from '../../../admin/editor/saving/local-drafts.ts';
import {
  differingFields,
  emptyDraft,
  emptyNote,
  isSameDraft,
  moveItem,
  type ReleaseDraft,
  toDraft,
  toRequestBody,
  withIds,
} from '../../../admin/release/draft.ts';
import { nextVersion } from '../../../admin/release/next-version.ts';
import type { Release } from '../../../contract/releases.ts';

describe('the version to propose', () => {
  test.each([
    [['9.0.3'], '9.1.0'],
    [['v2.9'], 'v2.10'],
    [['9.0.0', '9.1.0'], '9.2.0'],
    [['1.2.3-rc.1'], '1.3.0'],
    [['2026.11'], '2026.11.1'],
    [['2026.11.3'], '2026.11.4'],
    [['2026.09'], '2026.11'],
    [['2025.12.4'], '2026.11.0'],
    [['Kingfisher'], ''],
    [[], ''],
  ])('after %j is %j', (taken, version) => {
    expect(nextVersion(taken, new Date(2026, 10, 21))).toBe(version);
  });
});

describe('a mark', () => {
  /** The selection stands in brackets, before and after. */
  const mark = (given: string, which: MarkdownFormat) => {
    const from = given.indexOf('[');
    const to = given.indexOf(']') - 1;
    const text = given.replace('[', '').replace(']', '');
    const change = applyFormat({ text, from, to }, which);
    const after = text.slice(0, change.from) + change.insert + text.slice(change.to);
    const [start, end] = change.select;
    return `${after.slice(0, start)}[${after.slice(start, end)}]${after.slice(end)}`;
  };

  test.each<[MarkdownFormat, string, string]>([
    ['bold', 'a [b] c', 'a **[b]** c'],
    ['bold', 'a **[b]** c', 'a [b] c'],
    ['italic', '[]', '_[italic]_'],
    ['code', 'x [y]', 'x `[y]`'],
    ['code', '[x\ny]', '```\n[x\ny]\n```'],
    ['link', 'see [here]', 'see [here]([https://])'.replace('[here]', '(here)')],
    ['list', 'one\n[two\nthr]ee\nfour', 'one\n- two\n- three[]\nfour'],
    ['list', '- [one]', 'one[]'],
  ])('%s of %j', (which, given, wanted) => {
    expect(mark(given, which).replace('[here]', '(here)')).toBe(wanted);
  });

  test('of an address asks for its words', () => {
    const text = 'https://acme.example/x';
    expect(applyFormat({ text, from: 0, to: text.length }, 'link')).toMatchObject({
      insert: '[](https://acme.example/x)',
      select: [1, 1],
    });
  });
});

describe('a draft', () => {
  const note = (key: string, body: string) => ({ ...emptyNote(), key, body });
  const draft: ReleaseDraft = { ...emptyDraft('2.0'), notes: [note('a', 'One'), note('b', '  ')] };
  const saved = {
    ...emptyDraft('2.0'),
    id: 'r',
    notes: [{ id: '1', kind: 'new', title: '', body: 'One', html: '' }],
  } as unknown as Release;

  test('sends the notes that say something, with the ids that the release knows', () => {
    expect(toRequestBody(draft).notes).toEqual([{ kind: 'new', title: '', body: 'One' }]);
    const known = withIds(draft, draft, saved);
    expect(toRequestBody(known, saved).notes).toEqual([
      { id: '1', kind: 'new', title: '', body: 'One' },
    ]);
    expect(toRequestBody(known).notes[0]).not.toHaveProperty('id');
  });

  test('keeps the keys of its notes, and those that are still empty', () => {
    const known = withIds(draft, draft, saved);
    expect(known.notes.map(({ key, id }) => [key, id])).toEqual([
      ['a', '1'],
      ['b', undefined],
    ]);
    expect(toDraft(saved, known).notes.map(({ key }) => key)).toEqual(['a']);
  });

  test('says the same whatever its notes are called', () => {
    expect(isSameDraft(draft, toDraft(saved))).toBe(true);
    const other = { ...toDraft(saved), title: 'Sails', notes: [note('c', 'Two')] };
    expect(differingFields(draft, other)).toEqual(['title', 'notes']);
  });

  test.each([
    [0, 2, 'bca'],
    [2, 0, 'cab'],
    [1, 3, 'abc'],
    [1, -1, 'abc'],
  ])('moves what is at %i to %i', (from, to, order) => {
    expect(moveItem(['a', 'b', 'c'], from, to).join('')).toBe(order);
  });
});

test('a time in a field is the same instant', () => {
  const instant = '2026-11-21T08:30:00.000Z';
  expect(toInstant(toLocalTime(instant))).toBe(instant);
  expect([toInstant(''), toLocalTime(null)]).toEqual([null, '']);
  expect(listZones()[0]).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(new Set(listZones()).size).toBe(listZones().length);
});

describe('words that are not saved yet', () => {
  const desk = { person: 'ann', project: 'acme', release: 'new' };
  const draft = emptyDraft('2.0');

  beforeEach(() => localStorage.clear());

  test('are found by the same person at the same release, and by nobody else', () => {
    expect(new LocalDrafts(desk).store(draft, undefined)).toBe(true);
    const found = (other: object) => new LocalDrafts({ ...desk, ...other }).listStored().length;
    expect([found({}), found({ person: 'bob' }), found({ release: 'r' })]).toEqual([1, 0, 0]);
  });

  test('of two tabs do not write over each other, and are none of its own to a tab', () => {
    const [one, two] = [new LocalDrafts(desk), new LocalDrafts(desk)];
    one.store(draft, undefined);
    two.store({ ...draft, title: 'Two' }, undefined);
    expect(
      one.listStored().map(
        ([
          ,
          {
            draft: { title },
          },
        ]) => title,
      ),
    ).toEqual(['Two']);
    two.remove();
    expect(one.listStored()).toEqual([]);
  });

  test('go along when the release has got its id', () => {
    const localDrafts = new LocalDrafts(desk);
    localDrafts.store(draft, undefined);
    localDrafts.moveTo('r');
    localDrafts.store(draft, 1);
    expect(new LocalDrafts(desk).listStored()).toEqual([]);
    expect(new LocalDrafts({ ...desk, release: 'r' }).listStored()).toHaveLength(1);
  });

  test('that are damaged are not offered', () => {
    localStorage.setItem('tidings-words:ann:acme:new:1', '{"draft":{}}');
    localStorage.setItem('tidings-words:ann:acme:new:2', '}');
    expect(new LocalDrafts(desk).listStored()).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { createCommentPool } from '../../demo/script/comments.ts';
import { isVisit, type PublisherEvent, type ScriptEvent } from '../../demo/script/events.ts';
import { writeScript } from '../../demo/script/script.ts';

const dayMs = 24 * 60 * 60 * 1000;
const now = new Date('2026-06-03T12:00:00.000Z');
const script = writeScript(1, now);
const visits = script.filter(isVisit);
const publishing = script.filter((act) => !isVisit(act)) as PublisherEvent[];
const ratings = visits.flatMap((visit) => (visit.kind === 'rating' ? [visit] : []));
const sightings = visits.flatMap((visit) => (visit.kind === 'exposure' ? [visit] : []));

/** Every instant in it as its distance from `now`. */
function seenFrom(acts: readonly ScriptEvent[], now: Date): string {
  const relative = (_: string, value: unknown) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
      ? Date.parse(value) - now.getTime()
      : value;
  return JSON.stringify(acts, relative);
}

describe('what happens to the generated project', () => {
  test('is the same for the same seed, and other for another', () => {
    expect(writeScript(1, now)).toEqual(script);
    expect(seenFrom(writeScript(2, now), now)).not.toBe(seenFrom(script, now));
  });

  test('moves with the weeks, and changes in nothing else', () => {
    const later = new Date(now.getTime() + 3 * 7 * dayMs);
    expect(seenFrom(writeScript(1, later), later)).toBe(seenFrom(script, now));
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 6.9])(
    'lies in the order of time within the 90 days before, asked %d days into a week',
    (days) => {
      const asked = new Date(Date.parse('2026-06-01T00:30:00.000Z') + days * dayMs);
      const times = writeScript(1, asked).map(({ at }) => at.getTime());
      expect(times.length).toBeGreaterThan(1000);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.at(-1)).toBeLessThanOrEqual(asked.getTime());
      expect(asked.getTime() - (times[0] ?? 0)).toBeLessThanOrEqual(90.99 * dayMs);
    },
  );

  test('publishes about once a week, on working days and in working hours', () => {
    const published = publishing.filter(({ kind }) => kind === 'publish');
    expect(published).toHaveLength(14);
    for (const { at } of published) {
      expect([1, 2, 3, 4, 5]).toContain(at.getUTCDay());
      expect(at.getUTCHours()).toBeGreaterThanOrEqual(8);
      expect(at.getUTCHours()).toBeLessThan(17);
    }
  });

  test('schedules one release for tomorrow and leaves one a draft', () => {
    const scheduled = publishing.find(({ kind }) => kind === 'schedule');
    expect(scheduled).toMatchObject({ publishAt: new Date('2026-06-04T09:00:00.000Z') });
    const drafted = publishing.filter(({ kind }) => kind === 'draft');
    expect(drafted).toHaveLength(16);
  });

  test('lets nobody see a release that is not out, or not any more', () => {
    const rolledBack = publishing.find(({ kind }) => kind === 'roll_back');
    expect(rolledBack).toBeDefined();
    for (const { version, at } of publishing.filter(({ kind }) => kind === 'publish')) {
      const to = version === rolledBack?.version ? rolledBack.at : now;
      const about = visits.filter((visit) => visit.version === version);
      expect(about.length).toBeGreaterThan(100);
      for (const visit of about) {
        expect(visit.at.getTime()).toBeGreaterThan(at.getTime());
        expect(visit.at.getTime()).toBeLessThan(to.getTime());
      }
    }
  });

  test('is shown to most, read by half of these, and rated by a fifth of the readers', () => {
    const visitors = new Set(visits.map(({ visitor }) => visitor)).size;
    expect(visitors).toBeGreaterThan(400);
    const shown = sightings.length / (visitors * 14);
    const read = sightings.filter(({ readAt }) => readAt !== null).length;
    const rated = ratings.filter(({ revision, rating }) => revision === 1 && rating !== null);
    expect(shown).toBeGreaterThan(0.55);
    expect(shown).toBeLessThan(0.75);
    expect(read / sightings.length).toBeGreaterThan(0.45);
    expect(read / sightings.length).toBeLessThan(0.62);
    expect(rated.length / read).toBeGreaterThan(0.15);
    expect(rated.length / read).toBeLessThan(0.25);
  });

  test('happens by day, soon after a publication', () => {
    const hours = sightings.map(
      ({ shownAt, visitor }) => (shownAt.getUTCHours() + visitor.utcHours + 24) % 24,
    );
    const byNight = hours.filter((hour) => hour < 7 || hour >= 21).length;
    expect(byNight).toBeGreaterThan(0);
    expect(byNight / hours.length).toBeLessThan(0.1);
    const published = publishing.find(
      ({ kind, version }) => kind === 'publish' && version === '8.0.0',
    );
    const days = sightings
      .filter(({ version }) => version === '8.0.0')
      .map(({ shownAt }) => (shownAt.getTime() - (published?.at.getTime() ?? 0)) / dayMs);
    const within = (from: number, to: number) =>
      days.filter((day) => day >= from && day < to).length;
    expect(within(0, 2)).toBeGreaterThan(within(2, 4));
    expect(within(2, 4)).toBeGreaterThan(within(4, 90));
  });

  test('has some who change their mind, who say not now, and who mute', () => {
    expect(ratings.filter(({ revision }) => revision > 1).length).toBeGreaterThan(10);
    expect(ratings.filter(({ state }) => state === 'later').length).toBeGreaterThan(10);
    expect(sightings.filter(({ visitor }) => visitor.mutes).length).toBeGreaterThan(10);
    expect(new Set(ratings.map(({ surface }) => surface)).size).toBe(4);
  });

  test('is told of in six languages, in words that nobody says twice and that fit the rating', () => {
    const first = ratings.filter(({ comment, revision }) => comment !== null && revision === 1);
    const languages = new Set(first.map(({ visitor }) => visitor.locale.slice(0, 2)));
    expect([...languages].sort()).toEqual(['ar', 'de', 'en', 'es', 'fr', 'ja']);
    expect(new Set(first.map(({ comment }) => comment)).size).toBe(first.length);
    const angry = first.find(({ comment }) => comment?.startsWith('Where is the berth plan?'));
    expect(angry).toMatchObject({ version: '8.5.0', reasons: ['missing'] });
    expect(angry?.rating).toBeLessThan(3);
  });
});

describe('the box of comments', () => {
  const box = () =>
    createCommentPool(
      '# Said\n\nTo whom.\n\n## Any\n\n- 4 en other: Fine.\n\n## 2.0\n\n- 5 en other: Two!',
    );

  test('gives what is about the version first, each once, and nothing that does not fit', () => {
    const comments = box();
    expect(comments.has('2.0', 4, 'en')).toBe(true);
    expect(comments.take('2.0', 2, 'en')).toBeUndefined();
    expect(comments.take('2.0', 4, 'de')).toBeUndefined();
    expect(comments.take('2.0', 4, 'en')?.text).toBe('Two!');
    expect(comments.take('2.0', 4, 'en')?.text).toBe('Fine.');
    expect(comments.take('2.0', 4, 'en')).toBeUndefined();
  });

  test('refuses a line that it cannot read', () => {
    expect(() => createCommentPool('## Any\n\n- 6 en other: Six!')).toThrow('- 6 en other: Six!');
  });
});

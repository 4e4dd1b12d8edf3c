import { describe, expect, test } from 'vitest';
import { describeReport } from '../../api/commands/import-report.ts';
import type { ImportReport } from '../../contract/imports.ts';

type Made = ImportReport['releases'][number];

function made(n: number, change: Partial<Made> = {}): Made[] {
  return Array.from({ length: n }, (_, at) => ({
    ...{ id: null, version: `1.0.${n - at}`, title: '', displayDate: '2026-01-01', yanked: false },
    ...{ line: 7 + at * 4, notes: 2, kinds: { fixed: 2 }, outcome: 'live' as const, ...change },
  }));
}

function report(releases: Made[], change: Partial<ImportReport> = {}): ImportReport {
  const fresh = releases.filter(({ outcome }) => outcome === 'live' || outcome === 'draft');
  const notes = fresh.reduce((sum, release) => sum + release.notes, 0);
  return {
    ...{ dryRun: false, releases, merged: [], notUnderstood: [] },
    created: { releases: fresh.length, notes },
    kept: releases.filter(({ outcome }) => outcome === 'kept').length,
    ...change,
  };
}

const strange = (line: number) => ({ line, text: `Line ${line}`, why: 'odd' });

describe('the report of an import', () => {
  test('says what an import does, and names the first versions', () => {
    const lines = describeReport(report(made(231), { dryRun: true })).split('\n');
    expect(lines[0]).toBe(
      'Would import 231 releases with 462 notes: live at once, silent (no badge, no survey).',
    );
    expect(lines[1]).toBe('  1.0.231, 2026-01-01, 2 notes');
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe('  … and 221 more');
  });

  test('counts one as one', () => {
    expect(describeReport(report(made(1, { notes: 1, displayDate: null })))).toBe(
      'Imported 1 release with 1 note: live at once, silent (no badge, no survey).\n  1.0.1, 1 note',
    );
  });

  test('tells drafts and kept versions apart', () => {
    const releases = [
      ...made(1, { version: 'Unreleased', displayDate: null, outcome: 'draft' }),
      ...made(2),
      ...made(1, { version: '0.9.0', outcome: 'kept' }),
    ];
    const text = describeReport(report(releases));
    expect(text).toContain('  Unreleased, 2 notes, draft\n');
    expect(text).toContain('The unreleased part stays a draft, which visitors cannot see.');
    expect(text).toContain('1 version already exists and is kept as it is.');
    expect(text).not.toContain('0.9.0');
  });

  test.each([
    [1, 'Nothing new: the only version already exists.'],
    [7, 'Nothing new: all 7 versions already exist.'],
  ])('with %i kept and none new says so', (n, sentence) => {
    expect(describeReport(report(made(n, { outcome: 'kept' })))).toBe(sentence);
  });

  test('sums up what stands before the first version', () => {
    const text = (lines: number[]) =>
      describeReport(report(made(1), { notUnderstood: lines.map(strange) }));
    expect(text([3, 5])).toContain('Lines 3–5 are before the first version and are left out.');
    expect(text([3, 5])).not.toContain('not understood');
    expect(text([3])).toContain('Line 3 is before the first version and is left out.');
    expect(text([8])).not.toContain('before the first version');
  });

  test('names twenty lines that it did not understand, and counts the others', () => {
    const notUnderstood = Array.from({ length: 30 }, (_, at) => strange(10 + at));
    const lines = describeReport(report(made(1), { notUnderstood })).split('\n');
    expect(lines.filter((line) => line.includes('was not understood'))).toHaveLength(20);
    expect(lines).toContain('Line 10 was not understood (odd): Line 10');
    expect(lines.at(-1)).toBe('… and 10 more');
  });
});

import { describe, expect, test } from 'vitest';
import type {
  ChangelogRelease,
  ParsedChangelog,
} from '../../api/imports/changelog/parsed-changelog.ts';
import { planImport, reportOf } from '../../api/imports/import-plan.ts';

function release(version: string, more: Partial<ChangelogRelease> = {}): ChangelogRelease {
  const entries = [{ kind: 'fixed' as const, body: 'A fault', line: 3 }];
  const rest = { unreleased: false, title: '', displayDate: null, yanked: false, line: 2, entries };
  return { version, ...rest, ...more };
}

function changelog(...releases: ChangelogRelease[]): ParsedChangelog {
  return { releases, merged: [], definitions: '', structure: [], notUnderstood: [] };
}

const outcomes = (text: ParsedChangelog, known: string[] = []) =>
  planImport(text, new Set(known)).map(({ version, outcome }) => [version, outcome]);

describe('the plan of an import', () => {
  test('makes history of each version, in file order', () => {
    const plan = planImport(changelog(release('2.0.0'), release('1.0.0')), new Set());
    expect(plan.map(({ version, position, outcome }) => [version, position, outcome])).toEqual([
      ['2.0.0', 1, 'live'],
      ['1.0.0', 2, 'live'],
    ]);
  });

  test('keeps a version that the project has', () => {
    const text = changelog(release('2.0.0'), release('1.0.0'));
    expect(outcomes(text, ['1.0.0'])).toEqual([
      ['2.0.0', 'live'],
      ['1.0.0', 'kept'],
    ]);
  });

  test('makes a draft of what is unreleased, and skips it where it is empty', () => {
    expect(outcomes(changelog(release('', { unreleased: true })))).toEqual([
      ['Unreleased', 'draft'],
    ]);
    expect(outcomes(changelog(release('', { unreleased: true, entries: [] })))).toEqual([
      ['Unreleased', 'skipped'],
    ]);
  });

  test('names the line of what a release cannot hold', () => {
    const body = 'x'.repeat(64 * 1024 + 1);
    const entries = [{ kind: 'new' as const, body, line: 17 }];
    expect(() => outcomes(changelog(release('1.0.0', { entries })))).toThrow('Line 17');
    expect(() => outcomes(changelog(release('1'.repeat(101))))).toThrow('Line 2');
    const broken = [{ kind: 'new' as const, body: 'A \0 in it', line: 9 }];
    expect(() => outcomes(changelog(release('1.0.0', { entries: broken })))).toThrow('Line 9');
  });

  test('lets be what it would not store, however large', () => {
    expect(outcomes(changelog(release('1'.repeat(101))), ['1'.repeat(101)])).toHaveLength(1);
  });
});

describe('the report of an import', () => {
  test('counts what was made, and gives the ids of that alone', () => {
    const text = changelog(release('2.0.0'), release('1.0.0'), release('', { unreleased: true }));
    const plan = planImport(text, new Set(['1.0.0']));
    const ids: Record<string, string> = { '2.0.0': 'a', Unreleased: 'b' };
    const report = reportOf(plan, text, { dryRun: false, idOf: (v) => ids[v] ?? null });
    expect(report.created).toEqual({ releases: 2, notes: 2 });
    expect(report.kept).toBe(1);
    expect(report.releases.map(({ id }) => id)).toEqual(['a', null, 'b']);
    expect(report.releases[0]).toMatchObject({ notes: 1, kinds: { fixed: 1 } });
  });
});

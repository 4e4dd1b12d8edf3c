// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { readChangelogFile, toChangelog } from '../../../admin/import/changelog-file.ts';
import { kindsOf, toSentence } from '../../../admin/import/report-view.ts';
import type { ImportReport } from '../../../contract/imports.ts';

const read = (content: BlobPart, name = 'x.md') => readChangelogFile(new File([content], name));

describe('a file', () => {
  test('is read as UTF-8', async () => {
    expect(await read('## 1.0 – ü')).toEqual({ name: 'x.md', text: '## 1.0 – ü' });
  });

  test.each([
    [new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'Not a text file in UTF-8: x.md.'],
    [new Uint8Array([0x23, 0x00, 0x20, 0x00]), 'Not a text file in UTF-8: x.md.'],
    ['', 'There is no text in x.md.'],
    [' \n\t', 'There is no text in x.md.'],
    [
      'x'.repeat(5 * 1024 * 1024 + 1),
      'At 5.0 MB, x.md is too large. Split it into files of at most 5 MB.',
    ],
  ])('is refused in plain words (%#)', async (content, words) => {
    await expect(read(content as BlobPart)).rejects.toThrow(words);
  });

  test('may have exactly as much as the server takes, in bytes', () => {
    const most = 5 * 1024 * 1024;
    expect(toChangelog('x', 'x'.repeat(most)).text).toHaveLength(most);
    expect(() => toChangelog('x', 'ü'.repeat(most / 2 + 1))).toThrow('at most 5 MB');
  });
});

describe('what an import makes', () => {
  const report = (releases: number, notes: number, kept: number, dryRun = true) =>
    ({ created: { releases, notes }, kept, dryRun }) as ImportReport;

  test.each([
    [report(2, 9, 0), '2 releases with 9 notes will be created.'],
    [report(1, 1, 0, false), '1 release with 1 note was created.'],
    [
      report(3, 5, 1, false),
      '3 releases with 5 notes were created; 1 version already exists and is left as it is.',
    ],
    [report(0, 0, 1204), 'No new releases: 1,204 versions already exist and are left as they are.'],
    [report(0, 0, 0), 'This changelog contains no release.'],
  ])('is said in a sentence (%#)', (given, words) => {
    expect(toSentence(given)).toBe(words);
  });

  test('is counted by kind, in one order', () => {
    expect(kindsOf({ kinds: { fixed: 12, new: 3 } })).toBe('3 new · 12 fixed');
    expect(kindsOf({ kinds: {} })).toBe('');
  });
});

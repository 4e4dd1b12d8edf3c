import { describe, expect, test } from 'vitest';
import { readVersionHeading } from '../../../api/imports/changelog/version-heading.ts';

const day = '2020-05-03';

describe('the heading of a version', () => {
  test.each([
    ['1.2.3', '1.2.3', null],
    ['v1.2', '1.2', null],
    ['v12', '12', null],
    ['1.2.3:', '1.2.3', null],
    ['1.2.3 (2020-05-03)', '1.2.3', day],
    ['1.2.3 (2020-05-03):', '1.2.3', day],
    ['1.2.3 / 2020-05-03', '1.2.3', day],
    ['v0.5.6 2020-05-03', '0.5.6', day],
    ['[1.0.0] - 2020-05-03', '1.0.0', day],
    ['[1.0.0] -  2020/5/3', '1.0.0', day],
    ['[v1.0.0](https://x.example/compare/v0.9.0...v1.0.0) - 2020-05-03', '1.0.0', day],
    ['[1.0.0](https://x.example/(a)b) (2020-05-03)', '1.0.0', day],
    ['[1.0.0][compare] (2020-05-03T12:30:00Z)', '1.0.0', day],
    ['Version 1.2.3 / 2020-05-03', '1.2.3', day],
    ['Release v1.2.3 (May 3, 2020)', '1.2.3', day],
    ['1.2.3 - Sunday, May 3rd, 2020', '1.2.3', day],
    ['1.2.3, 3 May 2020', '1.2.3', day],
    ['1.2.3 (3rd of may 2020)', '1.2.3', day],
    ['1.2.3 (3.5.2020)', '1.2.3', day],
    ['1.2.3 (05/31/2020)', '1.2.3', '2020-05-31'],
    ['1.2.3 — Released on 2020-05-03', '1.2.3', day],
    ['2020-05-03, Version 22.0.0', '22.0.0', day],
    ['2020-05-03', '2020-05-03', day],
    ['2024.5.3', '2024.5.3', null],
    ['24.04', '24.04', null],
    ['2.0.0-rc.1+build.5', '2.0.0-rc.1+build.5', null],
    ['1.0rc1', '1.0rc1', null],
    ['3.0.0.Final', '3.0.0.Final', null],
    ['@scope/name@1.2.3', '@scope/name@1.2.3', null],
    ['name@v1.2.3 (2020-05-03)', 'name@1.2.3', day],
    ['🎉 **v1.2.3**', '1.2.3', null],
    [':tada: `1.2.3`', '1.2.3', null],
    ['<a name="x"></a>1.2.3', '1.2.3', null],
    ['\\[1.2.3\\]', '1.2.3', null],
  ])('%s', (heading, version, date) => {
    expect(readVersionHeading(heading)).toEqual({
      version,
      date,
      title: '',
      unreleased: false,
      yanked: false,
      certain: true,
    });
  });

  test.each([
    ['1.2.3 "Big Bird" (2020-05-03)', 'Big Bird', day],
    ['1.2.3 (Big Bird) - 2020-05-03', 'Big Bird', day],
    ['1.2.3 – Big Bird', 'Big Bird', null],
    ['[1.2.3] 2020-05-03: Big **Bird**', 'Big Bird', day],
    ['2020-05-03, Version 22.0.0 (Current), @someone', '(Current), @someone', day],
    ['1.2.3 (May 2020)', 'May 2020', null],
    ['1.2.3 (03/04/2020)', '03/04/2020', null],
    ['1.2.3 (2020-02-30)', '2020-02-30', null],
  ])('keeps the name after the version in %s', (heading, title, date) => {
    expect(readVersionHeading(heading)).toMatchObject({ title, date });
  });

  test.each([
    ['Unreleased', ''],
    ['[Unreleased]', ''],
    ['UNRELEASED', ''],
    ['[Unreleased](https://x.example/compare/v1...HEAD)', ''],
    ['Unreleased - 2020-05-03', ''],
    ['Unreleased (v2.0.0)', '2.0.0'],
    ['2.0.0 (unreleased)', '2.0.0'],
    ['[2.0.0] - TBD', '2.0.0'],
    ['Next', ''],
    ['HEAD', ''],
  ])('is unreleased in %s', (heading, version) => {
    const read = readVersionHeading(heading);
    expect(read).toMatchObject({ version, title: '', unreleased: true, certain: true });
  });

  test.each([
    '[0.0.5] - 2014-12-13 [YANKED]',
    '0.0.5 (2014-12-13) (yanked)',
    '0.0.5 2014-12-13 YANKED',
  ])('is yanked in %s', (heading) => {
    const read = readVersionHeading(heading);
    expect(read).toMatchObject({ version: '0.0.5', date: '2014-12-13', title: '', yanked: true });
  });

  test.each(['12', '2020', '1.2.3 Big Bird', 'Acme 1.2.3', '2.0 migration'])(
    'is uncertain in %s, which may be the heading of something in a release',
    (heading) => {
      expect(readVersionHeading(heading)).toMatchObject({ certain: false });
    },
  );

  test.each([
    '',
    'Changelog',
    'Added',
    'Patch Changes',
    '2.x',
    'One\n1.2.3',
    '1.2.x',
    '3rd party licences',
    '1.5x faster',
    'Next steps',
    'Upgrading from 1.0.0 to 2.0.0',
    `1.${'0'.repeat(200)}`,
    `1.2.3 ${'x'.repeat(1000)}`,
  ])('is none in "%s"', (heading) => {
    expect(readVersionHeading(heading)).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { createDefinitionAppender } from '../../api/imports/definitions.ts';

const complete = createDefinitionAppender(
  ['[#12]: https://example.com/12', '[Ann Lee]: https://example.com/ann', '  "Ann"', ''].join('\n'),
);

describe("an entry's link definitions", () => {
  test('are those that it names', () => {
    expect(complete('Fixed [#12].')).toBe('Fixed [#12].\n\n[#12]: https://example.com/12\n');
  });

  test('are found whatever their case and white space', () => {
    expect(complete('By [the author][ann  LEE].')).toContain('[Ann Lee]: https://example.com/ann');
  });

  test('keep a title that stands on a line of its own', () => {
    expect(complete('By [Ann Lee].')).toContain('https://example.com/ann\n  "Ann"\n');
  });

  test('are none where it names none', () => {
    expect(complete('An [unknown] one and a [link](https://example.com).')).toBe(
      'An [unknown] one and a [link](https://example.com).',
    );
  });

  test('are given once, however often it names them', () => {
    expect(complete('[#12], [#12]').match(/example\.com/g)).toHaveLength(1);
  });
});

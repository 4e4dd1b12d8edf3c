import { limits } from '../../../contract/vocabulary.ts';

/** As many of `part` as a note may hold beside `rest`. */
function fill(part: string, rest = ''): string {
  return part.repeat((limits.markdownBytes - Buffer.byteLength(rest)) / Buffer.byteLength(part));
}

function joined(count: number, part: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => part(n))
    .join('')
    .slice(0, limits.markdownBytes);
}

/**
 * The inputs of cmark's `pathological_tests.py`, each as long as a note may be, and some that are
 * bad for HTML parsers. The idea of each is cmark's (BSD-2-Clause); the generators are our own.
 */
export const pathological: Record<string, string> = {
  'nested strong emphasis': `${'*a **a '.repeat(4600)}b${' a** a*'.repeat(4600)}`,
  'many emphasis closers without openers': fill('a_ '),
  'many emphasis openers without closers': fill('_a '),
  'many link closers without openers': fill('a]'),
  'many link openers without closers': fill('[a'),
  'mismatched openers and closers': fill('*a_ '),
  'openers and closers of three': `a**b${fill('c* ', 'a**b')}`,
  'link openers and emphasis closers': fill('[ a_'),
  'pattern [ (](': fill('[ (]('),
  'pattern ![[]()': fill('![[]()'),
  'nested brackets': `${'['.repeat(30_000)}a${']'.repeat(30_000)}`,
  'nested block quotes': fill('> '),
  'deeply nested lists': joined(300, (n) => `${'  '.repeat(n)}* a\n`),
  'U+0000 in the input': fill('abc\u0000de\u0000'),
  backticks: joined(400, (n) => `e${'`'.repeat(n)}`),
  'unclosed links': fill('[a](<b'),
  'unclosed links without brackets': fill('[a](b'),
  'unclosed comments': fill('</<!--'),
  'unclosed declarations': fill('<!A '),
  'unclosed instructions': fill('<?'),
  'unclosed sections': fill('<![CDATA['),
  'empty lines in nested lists': `- ${'\n'.repeat(60_000)}- a`,
  'many references': `${joined(7000, (n) => `[${n}]: u\n`).slice(0, 60_000)}${'[0] '.repeat(1300)}`,
  'reference collisions': `${joined(2000, (n) => `[a${n}]: /u\n\n`)}${'[a1999] '.repeat(1000)}`,
  'many tables': fill('|a|\n|-|\n'),
  'wide tables': `${'|'.repeat(20_000)}\n${'|-'.repeat(20_000)}|\n`,
  'many tildes': fill('~~a~ '),
  'long rows of underscores': fill(`${'_'.repeat(1000)}a`),
  'many addresses': fill('http://a.b/('),
  'many at-signs': fill('a@b'),
  'unclosed fences': fill('```a\n~~~\n'),
  'nested elements': fill('<div>'),
  'formatting that is opened again and again':
    joined(800, (n) => `<b title=${n}>`) + fill('<p>').slice(0, 45_000),
  'links in tables in links': fill('<a href=x><table>'),
};

import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../api/notes/markdown/render-markdown.ts';

const projectUrl = 'https://acme.test/app/';
const attributes = 'target="_blank" rel="noopener nofollow ugc"';

describe("a note's Markdown", () => {
  test.each([
    [
      'paragraphs and emphasis',
      'a **b** _c_ ~~d~~',
      '<p>a <strong>b</strong> <em>c</em> <del>d</del></p>',
    ],
    ['code without its language', '```js\nx < 1\n```', '<pre><code>x &lt; 1\n</code></pre>'],
    ['numbered lists', '3. a\n4. b', '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['task lists as marks', '- [ ] a\n- [x] b', '<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>'],
    ['foldable parts', '<details open>x</details>', '<details open>x</details>'],
    ['nothing', '', ''],
  ])('shows %s', (_, markdown, html) => {
    expect(renderMarkdown(markdown)).toBe(html);
  });

  test('shows tables with their alignment', () => {
    const html = renderMarkdown('| a | b |\n|:-|-:|\n| 1 | 2 |');
    expect(html).toContain('<th align="left">a</th>');
    expect(html).toContain('<td align="right">2</td>');
  });

  test.each([
    ['#', 'h4'],
    ['##', 'h5'],
    ['###', 'h6'],
    ['####', 'h6'],
    ['######', 'h6'],
  ])('puts a heading %s below those of the page', (marks, element) => {
    expect(renderMarkdown(`${marks} Title`)).toBe(`<${element}>Title</${element}>`);
  });

  test.each(['script', 'style', 'iframe', 'textarea', 'title', 'plaintext'])(
    'that mentions <%s> keeps the text after it',
    (element) => {
      const html = renderMarkdown(`Fixed <${element}> in the editor`);
      expect(html).toBe(`<p>Fixed &lt;${element}> in the editor</p>`);
    },
  );

  test.each([
    ['nested quotes', '> '.repeat(200)],
    ['quotes without end', '>'.repeat(60_000)],
    ['elements', '<div>'.repeat(200)],
    ['elements without end', '<div>'.repeat(12_000)],
  ])('is refused for too many %s', (_, markdown) => {
    expect(() => renderMarkdown(markdown)).toThrow(
      expect.objectContaining({ code: 'markdown_too_complex' }),
    );
  });
});

describe('a link in a note', () => {
  test('opens a new tab and vouches for nothing', () => {
    const html = renderMarkdown('[x](https://e.com/a?b=1&c=2 "T")');
    const href = 'https://e.com/a?b=1&amp;c=2';
    expect(html).toBe(`<p><a href="${href}" title="T" ${attributes}>x</a></p>`);
  });

  test('keeps nothing of what its author said of it', () => {
    const html = renderMarkdown('<a href="https://e.com" rel=opener target=_top id=x on=1>x</a>');
    expect(html).toBe(`<p><a href="https://e.com/" ${attributes}>x</a></p>`);
  });

  test('to a mail address opens no tab', () => {
    expect(renderMarkdown('<me@e.com>')).toBe(
      '<p><a href="mailto:me@e.com" rel="noopener nofollow ugc">me@e.com</a></p>',
    );
  });

  test.each([
    ['docs', 'https://acme.test/app/docs'],
    ['/docs', 'https://acme.test/docs'],
    ['../docs', 'https://acme.test/docs'],
    ['#top', 'https://acme.test/app/#top'],
    ['?q=1', 'https://acme.test/app/?q=1'],
    ['//e.com/x', 'https://e.com/x'],
  ])('to %s resolves against the project', (href, address) => {
    const html = renderMarkdown(`[x](${href})`, projectUrl);
    expect(html).toBe(`<p><a href="${address}" ${attributes}>x</a></p>`);
  });

  test.each(['docs', '/docs', '#top', '//e.com/x'])(
    'to %s is text in a project without an address',
    (href) => {
      expect(renderMarkdown(`[**x**](${href})`)).toBe('<p><strong>x</strong></p>');
    },
  );

  test.each([
    'javascript:alert(1)',
    'JAVA&#9;SCRIPT:x',
    'data:text/html,x',
    'vbscript:x',
    'ftp://e.com',
  ])('to %s is text', (href) => {
    expect(renderMarkdown(`[x](${href})`, projectUrl)).toBe('<p>x</p>');
  });
});

describe('a picture in a note', () => {
  test('is a link named by its description', () => {
    const html = renderMarkdown('![A *shot*](https://e.com/a.png "T")');
    expect(html).toBe(`<p><a href="https://e.com/a.png" title="T" ${attributes}>A shot</a></p>`);
  });

  test('without a description is named by its address', () => {
    const html = renderMarkdown('<img src="a.png">', projectUrl);
    const address = 'https://acme.test/app/a.png';
    expect(html).toBe(`<a href="${address}" ${attributes}>${address}</a>`);
  });

  test('inside a link is the text of that link', () => {
    const html = renderMarkdown('[![badge](https://e.com/a.svg)](https://e.com/ci)');
    expect(html).toBe(`<p><a href="https://e.com/ci" ${attributes}>badge</a></p>`);
  });

  test('that cannot be reached is its description', () => {
    expect(renderMarkdown('![shot](a.png) ![dot](data:image/png,x)')).toBe('<p>shot dot</p>');
  });
});

describe('HTML in a note', () => {
  test.each([
    ['unknown elements but keeps their text', '<font>a</font>', '<p>a</p>'],
    [
      'drawings and formulas with their text',
      'a<svg><text>b</text></svg><math>c</math>',
      '<p>a</p>',
    ],
    ['every attribute', '<p id=a class=b style=c name=d onclick=e title=f>x</p>', '<p>x</p>'],
    ['comments', 'a<!-- b -->', '<p>a</p>'],
    ['list items and cells outside of their place', '<div><li>a<td>b</div>', '<div>ab</div>'],
  ])('loses %s', (_, markdown, html) => {
    expect(renderMarkdown(markdown)).toBe(html);
  });

  test.each([
    ['a paragraph in a paragraph', '<p>a<object><p>b</p></object></p>', '<p>a</p><p>b</p><p></p>'],
    ['a line end that HTML does not keep', 'a&#13;b', '<p>a\nb</p>'],
    ['a first line that HTML swallows', '<pre>\n\n\na</pre>', '<pre>a</pre>'],
  ])(
    'is put in order where it would be read differently a second time: %s',
    (_, markdown, html) => {
      expect(renderMarkdown(markdown)).toBe(html);
    },
  );
});

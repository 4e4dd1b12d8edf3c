import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { storedNames } from '../../widget/shell/storage.ts';

const page = readFileSync('docs/embedding.md', 'utf8');
const sources = readdirSync('widget', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('widget', name), 'utf8'))
  .join('\n');

/** What stands in the sources in this form, each once. */
function found(pattern: RegExp): string[] {
  const all = [...sources.matchAll(pattern)].map(([, name]) => name as string);
  expect(all.length).toBeGreaterThan(0);
  return [...new Set(all)];
}

describe('docs/embedding.md', () => {
  test('lists every name under which something is kept on the device', () => {
    for (const name of Object.keys(storedNames)) expect(page).toContain(`| \`${name}\` |`);
  });

  test('lists every variable of the style sheets', () => {
    for (const name of found(/var\((--tidings-[a-z-]+)/g)) expect(page).toContain(`\`${name}\``);
  });

  test('lists every part', () => {
    const parts = found(/\.part = '(\w+)'/g).concat(found(/ part="([\w]+)"/g));
    for (const part of parts) expect(page).toMatch(new RegExp(`\`${part}\`|::part\\(${part}\\)`));
  });

  test('lists every call and every event', () => {
    for (const name of found(/^ {2}(\w+)(?:: .*|\(.*\) \{|,)$/gm).filter(isCommand)) {
      expect(page).toContain(`tidings('${name}'`);
    }
    for (const name of found(/^ {2}(ready|open|close|unread|answer): /gm)) {
      expect(page).toContain(`| \`tidings-${name}\` |`);
    }
  });
});

function isCommand(name: string): boolean {
  return ['identify', 'traits', 'open', 'close', 'unread', 'on', 'destroy'].includes(name);
}

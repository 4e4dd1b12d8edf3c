import { textsInSource } from '../texts/source.ts';
import { commentsAndTitles, withoutCodeBlocks } from './prose.ts';

/** A pattern that readers stumble over, and what to write in its place. */
interface LanguageRule {
  pattern: RegExp;
  instead: string;
}

/** For comments, documents and sentences that people read on a screen. */
const everywhere: LanguageRule[] = [
  { pattern: /\banew\b/i, instead: 'again' },
  { pattern: /\bwho(?:m|se|so)?ever\b/i, instead: 'anyone who' },
  {
    pattern: /\b(?:some|any|every|no)body(?:'s|’s)?\b(?!-)/i,
    instead: 'someone, anyone, everyone, no one',
  },
  { pattern: /\b(?:is|are|was|were) told\b/i, instead: 'learns, sees, is described' },
  {
    pattern: /\bstands? (?:in|at|before|behind|beside|above|below|for|there|first|last)\b/i,
    instead: 'is',
  },
  { pattern: /\bgo(?:es)? on with\b/i, instead: 'continue' },
  { pattern: /\b(?:it|they|he|she|that|this|one) no more\b/i, instead: 'no longer' },
  {
    pattern: /\bcomes? in by\b|\blets? (?:it|them|him|her) in\b/i,
    instead: 'joins, accepts, admits',
  },
  { pattern: /\b(?:couriers?|desks?|deeds?)\b/i, instead: 'the field’s word' },
  {
    pattern:
      /(?:^|[.!?:] +)(?:Who|Whose|Whom|Where|What (?:of|(?:is|are|was) \w+(?:ed|en)))\b(?![^.?!]*\?)[^.?!]*[.]/,
    instead: 'a statement that begins with its subject',
  },
];

/** For sentences that people read on a screen, in an error or in a terminal. */
const onScreens: LanguageRule[] = [
  { pattern: /\bplease\b/i, instead: 'nothing' },
  { pattern: /\p{L}!(?:\s|$)/u, instead: 'a full stop' },
  { pattern: /\d %/, instead: '77%' },
];

/** What breaks a rule in a file, as `path:line: words → what to write instead`. */
export function languageFaults(path: string, text: string): string[] {
  const prose = path.endsWith('.md') ? withoutCodeBlocks(text) : commentsAndTitles(path, text);
  const passages = passagesOf(prose).flatMap((passage) => faultsIn(passage, everywhere));
  const screens = path.endsWith('.md')
    ? []
    : textsInSource(path, text).flatMap((one) => faultsIn(one, [...everywhere, ...onScreens]));
  return [...passages, ...screens]
    .sort((a, b) => a.line - b.line)
    .map(({ line, words, instead }) => `${path}:${line}: “${words}” → ${instead}`);
}

interface Passage {
  line: number;
  text: string;
}

function faultsIn({ line, text }: Passage, rules: readonly LanguageRule[]) {
  return rules.flatMap(({ pattern, instead }) => {
    const words = pattern.exec(text)?.[0].trim();
    return words ? [{ line, words, instead }] : [];
  });
}

/** Sentences of neighbouring lines as one passage each; code in backticks is left out. */
function passagesOf(prose: string): Passage[] {
  const passages: Passage[] = [];
  let open: Passage | undefined;
  for (const [index, written] of prose.split('\n').entries()) {
    const text = written
      .replace(/^\s*(?:\/\*\*?|\*\/?|\/\/|[-*>|#]+ )/, '')
      .replace(/\s*\*\/\s*$/, '')
      .trim();
    if (text === '') open = undefined;
    else if (open) open.text += ` ${text}`;
    else {
      open = { line: index + 1, text };
      passages.push(open);
    }
  }
  return passages.map(({ line, text }) => ({ line, text: text.replace(/`[^`]*`/g, '`…`') }));
}

import type { NoteKind } from '../../../contract/vocabulary.ts';
import { plainHeading } from './plain-text.ts';

/**
 * What a group's heading says of its entries: a kind; `untold` for a usual heading that names none
 * (`Patch Changes`); undefined if a word in it is unknown.
 */
export type GroupKind = NoteKind | 'untold' | undefined;

/** The most specific first: "Security fixes" are security, "Deprecated features" deprecated. */
const kindPatterns: [NoteKind, RegExp][] = [
  ['security', /^(?:security|vulnerabilit(?:y|ies)|cves?)$/],
  ['deprecated', /^(?:deprecat(?:ed|es|ions?))$/],
  ['removed', /^(?:remov(?:ed|es|als?)|dropped|deleted|deletions?)$/],
  ['fixed', /^(?:fix(?:e[ds])?|(?:bug|hot)[ -]?fix(?:es)?|bugs?|corrections?)$/],
  [
    'improved',
    /^(?:changed|improve[ds]|improvements?|enhance[ds]|enhancements?|perf|performance|updated|updates|polish|breaking|optimi[sz](?:ed|ations?)|refactor(?:s|ed|ing)?)$/,
  ],
  ['new', /^(?:new|add(?:ed|s|itions?)?|feat(?:ures?|s)?|introduced)$/],
];

const neutralWords =
  /^(?:patch|minor|major|changes?|the|of|in|to|other|others|general|misc|miscellaneous|various|notable|internal|user|users|developers?|api|apis|code|things|issues?|requests?|docs?|documentation|chores?|dependenc(?:y|ies)|deps|tests?|testing|build|builds|system|ci|continuous|integration|styles?|reverts?|reverted|maintenance|housekeeping|commits?|merged|notes?|under|hood|what|s|nail|care)$/;

/**
 * Returns the kind of a group's heading, which is given without its level. A heading with two kinds
 * ("Fixes and features") is `untold`.
 */
export function kindOfGroup(heading: string): GroupKind {
  if (heading.length > 100) return undefined;
  const parts = plainHeading(heading)
    .toLowerCase()
    .split(/\band\b|[&,/+]/);
  const kinds = new Set(parts.map((part) => kindOfWords(part.match(/[\p{L}\p{N}]+/gu) ?? [])));
  if (kinds.has(undefined)) return undefined;
  const [kind] = kinds;
  return kinds.size === 1 ? kind : 'untold';
}

function kindOfWords(words: string[]): GroupKind {
  const kinds = words.map(kindOfWord);
  if (words.length === 0 || kinds.includes(undefined)) return undefined;
  return kindPatterns.find(([kind]) => kinds.includes(kind))?.[0] ?? 'untold';
}

function kindOfWord(word: string): GroupKind {
  const kind = kindPatterns.find(([, words]) => words.test(word))?.[0];
  return kind ?? (neutralWords.test(word) ? 'untold' : undefined);
}

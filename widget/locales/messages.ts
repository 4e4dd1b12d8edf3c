/// <reference types="vite/types/importMeta.d.ts" />
import english from './en.json';
import type later from './en.later.json';

/** One language's words by id. `dir` is the direction that it is written in. */
export type Messages = Record<keyof typeof english, string>;

/** The words of those parts that come when they are needed; their English comes with them. */
export type AllMessages = Messages & Record<keyof typeof later, string>;

/**
 * A language is added by adding its file here, named by its BCP 47 tag, with the words of both
 * `en.json` and `en.later.json`. Each becomes a chunk of its own.
 */
const others = import.meta.glob<Partial<AllMessages>>(['./*.json', '!./en*.json'], {
  import: 'default',
});

/** The languages that there are words in, as BCP 47 tags. English comes with the panel. */
export const languages = ['en', ...Object.keys(others).map((path) => path.slice(2, -5))];

/** English: what is shown until another language has arrived, and where that one lacks a word. */
export const englishMessages: Messages = english;

/** The first of `known` that serves `wanted`: the same tag, else the same language, else English. */
export function pickLanguage(wanted: string, known: readonly string[] = languages): string {
  const tag = wanted.toLowerCase();
  const [base] = tag.split('-');
  const find = (one: string | undefined) => known.find((each) => each.toLowerCase() === one);
  return find(tag) ?? find(base) ?? 'en';
}

/** The words for a locale. A catalogue that does not arrive leaves English; it never fails. */
export async function loadMessages(locale: string): Promise<Messages> {
  const load = others[`./${pickLanguage(locale)}.json`];
  const translated = await load?.().catch(() => undefined);
  return { ...english, ...translated };
}

/** What an id is called: its word, else the id made readable, for words that came after us. */
export function labelOf(messages: Messages, group: 'kind' | 'reason', id: string): string {
  const message = (messages as Record<string, string>)[`${group}.${id}`];
  const readable = id.replace(/[_-]+/g, ' ').trim();
  return message ?? readable.charAt(0).toUpperCase() + readable.slice(1);
}

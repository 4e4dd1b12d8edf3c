/// <reference types="vite/types/importMeta.d.ts" />
import english from './en.json';
import type later from './en.later.json';

/** One language's texts by id. `dir` is its writing direction. */
export type Messages = Record<keyof typeof english, string>;

/** All texts, including those of parts that are loaded later and bring their own English. */
export type AllMessages = Messages & Record<keyof typeof later, string>;

/**
 * To add a language, add its file here, named by its BCP 47 tag, with the texts of both `en.json`
 * and `en.later.json`; each file becomes a separate chunk. Also add the launcher's accessible name
 * to `loader/launcher.ts`: the launcher is rendered before any catalogue is loaded, and has none.
 */
const others = import.meta.glob<Partial<AllMessages>>(['./*.json', '!./en*.json'], {
  import: 'default',
});

/** The available languages, as BCP 47 tags. English is part of the panel. */
export const languages = ['en', ...Object.keys(others).map((path) => path.slice(2, -5))];

/** English: shown until another language is loaded, and for texts that the other one lacks. */
export const englishMessages: Messages = english;

/** Returns the tag in `known` that equals `wanted`, else that of its base language, else `en`. */
export function pickLanguage(wanted: string, known: readonly string[] = languages): string {
  const tag = wanted.toLowerCase();
  const [base] = tag.split('-');
  const find = (one: string | undefined) => known.find((each) => each.toLowerCase() === one);
  return find(tag) ?? find(base) ?? 'en';
}

/** Loads the texts of a locale. Never fails: returns English if the catalogue cannot be loaded. */
export async function loadMessages(locale: string): Promise<Messages> {
  const load = others[`./${pickLanguage(locale)}.json`];
  const translated = await load?.().catch(() => undefined);
  return { ...english, ...translated };
}

/** Returns an id's label, or the id made readable if it is newer than this widget. */
export function labelOf(messages: Messages, group: 'kind' | 'reason', id: string): string {
  const message = (messages as Record<string, string>)[`${group}.${id}`];
  const readable = id.replace(/[_-]+/g, ' ').trim();
  return message ?? readable.charAt(0).toUpperCase() + readable.slice(1);
}

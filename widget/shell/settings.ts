import type { Theme } from '../../contract/themes.ts';
import type { Tag } from '../loader/tag.ts';

/** How the host page embeds us: the attributes of its script tag. */
export interface Settings {
  /** The project's public key. */
  readonly project: string;
  /** Which corner the launcher keeps to; `none` where the page has its own opener. */
  readonly position: Position;
  /** What the page asks for; the visitor's own choice of language wins over it. */
  readonly locale: string;
  readonly theme: 'auto' | 'light' | 'dark';
  /** The host product's running version. */
  readonly version: string | undefined;
  /** What may be kept on the device: see `storage.ts`. */
  readonly storage: StorageMode;
}

/** Logical corners: `end` is the right one where people read from left to right. */
export type Position = 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start' | 'none';
export type StorageMode = 'act' | 'always' | 'never';

/** What an attribute may say; the first is what it says where it is missing or means nothing. */
const choices = {
  position: ['bottom-end', 'bottom-start', 'top-end', 'top-start', 'none'],
  theme: ['auto', 'light', 'dark'],
  storage: ['act', 'always', 'never'],
} as const;

/**
 * Reads a tag with care; only with `data-debug` a word that means nothing is worth a warning. The
 * theme's corner, which may come later, counts where the page names none.
 */
export function readSettings(tag: Tag, themeOf: () => Theme | undefined): Settings {
  const [theme, position] = [choose(tag, 'theme'), choose(tag, 'position')];
  const storage = choose(tag, 'storage');
  const { project, locale, version } = tag;
  return {
    ...{ project, locale, theme, version, storage },
    get position() {
      return tag.position ? position : (themeOf()?.corner ?? position);
    },
  };
}

function choose<Name extends keyof typeof choices>(tag: Tag, name: Name) {
  const known: readonly string[] = choices[name];
  const value = tag[name];
  const isKnown = value !== undefined && known.includes(value);
  if (value && !isKnown && tag.debug !== undefined) {
    console.warn(`Tidings: data-${name} does not know "${value}"`);
  }
  return (isKnown ? value : known[0]) as (typeof choices)[Name][number];
}

import type { Theme } from '../../contract/themes.ts';
import type { ScriptTag } from '../loader/tag.ts';

/** How the host page embeds us: the attributes of its script tag. */
export interface EmbedSettings {
  /** The project's public key. */
  readonly project: string;
  /** Which corner the launcher keeps to; `none` where the page has its own opener. */
  readonly position: LauncherPosition;
  /** What the page asks for; the visitor's own choice of language wins over it. */
  readonly locale: string;
  readonly theme: 'auto' | 'light' | 'dark';
  /** The host product's running version. */
  readonly version: string | undefined;
  /** What may be kept on the device: see `storage.ts`. */
  readonly storage: StorageMode;
}

/** Logical corners: `end` is the right one where people read from left to right. */
export type LauncherPosition = 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start' | 'none';
export type StorageMode = 'act' | 'always' | 'never';

/** What an attribute may say; the first is what it says where it is missing or means nothing. */
const allowedValues = {
  position: ['bottom-end', 'bottom-start', 'top-end', 'top-start', 'none'],
  theme: ['auto', 'light', 'dark'],
  storage: ['act', 'always', 'never'],
} as const;

/**
 * Reads a tag with care; only with `data-debug` a word that means nothing is worth a warning. The
 * theme's corner, which may come later, counts where the page names none.
 */
export function readSettings(tag: ScriptTag, getTheme: () => Theme | undefined): EmbedSettings {
  const [theme, position] = [readAttribute(tag, 'theme'), readAttribute(tag, 'position')];
  const storage = readAttribute(tag, 'storage');
  const { project, locale, version } = tag;
  return {
    ...{ project, locale, theme, version, storage },
    get position() {
      return tag.position ? position : (getTheme()?.corner ?? position);
    },
  };
}

function readAttribute<Name extends keyof typeof allowedValues>(tag: ScriptTag, name: Name) {
  const allowed: readonly string[] = allowedValues[name];
  const value = tag[name];
  const isAllowed = value !== undefined && allowed.includes(value);
  if (value && !isAllowed && tag.debug !== undefined) {
    console.warn(`Tidings: data-${name} does not know "${value}"`);
  }
  return (isAllowed ? value : allowed[0]) as (typeof allowedValues)[Name][number];
}

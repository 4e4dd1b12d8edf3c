import type { Theme } from '../../contract/themes.ts';
import type { ScriptTag } from '../loader/tag.ts';

/** How the host page embeds the widget: the attributes of its script tag. */
export interface EmbedSettings {
  /** The project's public key. */
  readonly project: string;
  /** The launcher's corner; `none` if the page has its own opener. */
  readonly position: LauncherPosition;
  /** The page's language; the visitor's own choice overrides it. */
  readonly locale: string;
  readonly theme: 'auto' | 'light' | 'dark';
  /** The host product's running version. */
  readonly version: string | undefined;
  /** What may be stored on the device: see `storage.ts`. */
  readonly storage: StorageMode;
}

/** Logical corners: `end` is the right one in languages written from left to right. */
export type LauncherPosition = 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start' | 'none';
export type StorageMode = 'act' | 'always' | 'never';

/** The values of each attribute; the first is the default for a missing or unknown value. */
const allowedValues = {
  position: ['bottom-end', 'bottom-start', 'top-end', 'top-start', 'none'],
  theme: ['auto', 'light', 'dark'],
  storage: ['act', 'always', 'never'],
} as const;

/**
 * Reads the settings of a tag. An unknown value causes a warning only with `data-debug`. If the
 * page names no position, the corner of the theme, which may arrive later, applies.
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
    console.warn(`Tidings: data-${name} has the unknown value "${value}"`);
  }
  return (isAllowed ? value : allowed[0]) as (typeof allowedValues)[Name][number];
}

/** The script tag's attributes as the page wrote them, unchecked; `readSettings` checks them. */
export interface ScriptTag {
  project: string;
  /** Our server: the script's origin and path prefix, without a trailing slash. */
  server: string;
  locale: string;
  /** If it is missing, the page's own openers and the project's theme decide. */
  position?: string | undefined;
  theme?: string;
  version?: string;
  storage?: string;
  debug?: string;
  /** The launcher's accessible name instead of "What’s new". */
  label?: string;
}

/** Read while the script runs: `currentScript` is null afterwards. */
const { dataset, src } = document.currentScript as HTMLScriptElement;

/** The page's settings. Without a `project`, the loader only warns. */
export const tag = {
  locale: document.documentElement.lang || navigator.language,
  ...dataset,
  server: src.split('/v1/loader')[0],
} as ScriptTag;

/** The script tag as the page wrote it, which says anything; `readSettings` makes sense of it. */
export interface ScriptTag {
  project: string;
  /** Where our server is: origin and path prefix of the script, without a slash at the end. */
  server: string;
  locale: string;
  /** Where the page does not say, its own openers and the project's theme do. */
  position?: string | undefined;
  theme?: string;
  version?: string;
  storage?: string;
  debug?: string;
  /** What the launcher is called instead of "What's new". */
  label?: string;
}

/** Read while the script runs: only then it is known. */
const { dataset, src } = document.currentScript as HTMLScriptElement;

/** What the page asks of us. Without a project there is nothing that we could do. */
export const tag = {
  locale: document.documentElement.lang || navigator.language,
  ...dataset,
  server: src.split('/v1/loader')[0],
} as ScriptTag;

/** The tools that the visitor can open, each fetched when first needed. */
export const tools = {
  /** Search and the choice of kinds. */
  finder: () => import('./finder.ts'),
  /** The visitor's own switches, in place of the list. */
  switches: () => import('./switches.ts'),
};
export type Tool = keyof typeof tools;

/** Fetches the tools before they are needed, so that they work without a connection. */
export function fetchTools(): void {
  Promise.all([tools.finder(), tools.switches()]).catch(() => {});
}

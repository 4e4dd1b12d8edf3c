/** What the visitor may open besides the list, each fetched on first need. */
export const tools = {
  /** Search. */
  finder: () => import('./finder.ts'),
  /** Their own switches, in the place of the list. */
  switches: () => import('./switches.ts'),
};
export type Tool = keyof typeof tools;

/** Fetches them before they are needed, so that they are here when the line is not. */
export function fetchTools(): void {
  Promise.all([tools.finder(), tools.switches()]).catch(() => {});
}

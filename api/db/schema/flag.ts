/** A yes or no as both databases keep it: better-sqlite3 refuses booleans. */
export type Flag = 0 | 1;

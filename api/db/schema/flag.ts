/** A boolean as both databases store it: better-sqlite3 does not accept booleans. */
export type Flag = 0 | 1;

import type { InstanceKeys } from '../../api/db/instance/keys.ts';
import type { Deps } from '../../api/deps.ts';

/** What filling a project takes. */
export type FillDeps = Pick<Deps, 'database' | 'renderer' | 'readChangelog' | 'randomId'> & {
  keys: Pick<InstanceKeys, 'visitors'>;
};

/** What is to be made. */
export interface FillOptions {
  slug: string;
  seed: number;
  now: Date;
  /** A changelog, for what was released in the years before. */
  history: string;
  /** Told, in a line, of each step that is done. */
  log(line: string): void;
}

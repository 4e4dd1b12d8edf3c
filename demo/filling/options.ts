import type { InstanceKeys } from '../../api/db/instance/keys.ts';
import type { Deps } from '../../api/deps.ts';

/** The dependencies of filling a project. */
export type FillDeps = Pick<Deps, 'database' | 'renderer' | 'readChangelog' | 'randomId'> & {
  keys: Pick<InstanceKeys, 'visitors'>;
};

/** What to create. */
export interface FillOptions {
  slug: string;
  seed: number;
  now: Date;
  /** A changelog with the releases of the years before. */
  history: string;
  /** Called with a line for each step that is done. */
  log(line: string): void;
}

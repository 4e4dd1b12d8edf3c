import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import type { ChangeNotices } from './db/change-notices.ts';
import type { Database } from './db/database.ts';
import type { InstanceKeys } from './db/instance/keys.ts';
import type { ReadinessDetails } from './http/readiness.ts';
import type { ChangelogReader } from './imports/changelog/reader.ts';
import type { Renderer } from './notes/markdown/renderer.ts';
import type { MemoryFiles } from './site/memory-files.ts';
import type { Snapshots } from './snapshot/snapshot.ts';

/** Everything that a feature may depend on. Tests fake only the clock and the ids. */
export interface Deps {
  readonly config: Config;
  readonly database: Database;
  /** Notifies this process of changed projects, whichever process changed them. */
  readonly notices: ChangeNotices;
  /** Every project as its visitors see it. */
  readonly snapshots: Snapshots;
  readonly clock: Clock;
  /** Creates a UUIDv7. */
  readonly randomId: () => string;
  /** The instance's keys, the same on all nodes and after a restart. */
  readonly keys: InstanceKeys;
  readonly renderer: Renderer;
  readonly readChangelog: ChangelogReader;
  /** The widget's built scripts. */
  readonly widget: MemoryFiles;
  /** The built pages of the dashboard. */
  readonly dashboard: MemoryFiles;
  /** The ports that this process listens on; 0 until it listens. */
  readonly ports: Ports;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Sentences for the operator in the reply of `/readyz`. */
  readonly readiness: ReadinessDetails;
  /** Aborted when the process is about to stop, so that open streams end. */
  readonly stopping: AbortSignal;
}

export interface Ports {
  api: number;
  demo: number;
}

export type Clock = () => Date;

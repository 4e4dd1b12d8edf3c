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

/** All that a feature may be given. Tests fake the clock and the ids, and nothing else. */
export interface Deps {
  readonly config: Config;
  readonly database: Database;
  /** Tells, in every process, that a project changed. */
  readonly notices: ChangeNotices;
  /** Every project as its visitors meet it. */
  readonly snapshots: Snapshots;
  readonly clock: Clock;
  /** A new UUIDv7. */
  readonly randomId: () => string;
  /** The same on all nodes and after a restart. */
  readonly keys: InstanceKeys;
  readonly renderer: Renderer;
  readonly readChangelog: ChangelogReader;
  /** The widget's built scripts. */
  readonly widget: MemoryFiles;
  /** The built pages of the dashboard. */
  readonly dashboard: MemoryFiles;
  /** Where this process listens, from the moment that it does. */
  readonly ports: Ports;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Sentences for the operator in the reply of `/readyz`. */
  readonly readiness: ReadinessDetails;
  /** Aborted when the process is about to stop: open streams end. */
  readonly stopping: AbortSignal;
}

export interface Ports {
  api: number;
  demo: number;
}

export type Clock = () => Date;

/** A lock on a database that other processes respect. It ends with the process at the latest. */
export interface DatabaseLock {
  /** Releases the lock. May be called more than once. */
  release(): Promise<void>;
}

/** What a process that serves must know about its own lock. */
export interface ServingLockEvents {
  /** The lock was lost with its connection and taken again; the schema may have changed meanwhile. */
  onReacquired?(): void;
  /** The connection that holds the lock broke. It is opened again every second. */
  onLost?(error: unknown): void;
}

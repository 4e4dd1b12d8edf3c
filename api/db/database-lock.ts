/** A lock on a database across processes. It ends with the process at the latest. */
export interface DatabaseLock {
  /** Releases the lock. May be called more than once. */
  release(): Promise<void>;
}

/** The events of a serving process's lock. */
export interface ServingLockEvents {
  /**
   * The lock was lost with its connection and acquired again. The schema may have changed in
   * between.
   */
  onReacquired?(): void;
  /** The connection that holds the lock broke. It is opened again every second. */
  onLost?(error: unknown): void;
}

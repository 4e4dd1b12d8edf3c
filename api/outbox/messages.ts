/** What happened that others may want to hear of. */
export type OutboxKind = 'release.published' | 'release.rolled_back';

/** A side effect that is still to be had. `payload` is JSON. */
export interface OutboxMessage {
  projectId: string;
  id: string;
  kind: OutboxKind;
  payload: unknown;
}

import type { MessageKind } from '../../contract/vocabulary.ts';

/** A side effect that is still to be done. `payload` is JSON. */
export interface OutboxMessage {
  projectId: string;
  id: string;
  kind: MessageKind;
  payload: unknown;
}

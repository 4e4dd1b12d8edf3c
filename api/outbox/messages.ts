import type { MessageKind } from '../../contract/vocabulary.ts';

/** A side effect that has not happened yet. `payload` is JSON. */
export interface OutboxMessage {
  projectId: string;
  id: string;
  kind: MessageKind;
  payload: unknown;
}

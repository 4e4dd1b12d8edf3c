import type { Asking } from './asking.ts';

/** What every request carries besides itself. Guards add their own findings to it. */
export interface RequestEnv {
  Bindings: NonNullable<Asking['env']>;
  Variables: { requestId: string };
}

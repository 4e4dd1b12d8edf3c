import type { Traits } from '../../contract/fields.ts';

/** The visitor of a request: verified by the host's token or anonymous, with nothing in between. */
export type VisitorIdentity =
  | { kind: 'anonymous'; anonymousId: string; traits: Traits }
  | { kind: 'verified'; subject: string; account: string | null; traits: Traits };

/** The fields of a public request that identify the visitor. `traits` are what the page claims. */
export interface VisitorCredentials {
  visitor?: string | undefined;
  token?: string | undefined;
  traits?: Traits | undefined;
}

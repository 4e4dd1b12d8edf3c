import type { Traits } from '../../contract/fields.ts';

/** Whom a public request speaks for: verified by the host's token or anonymous, nothing between. */
export type VisitorIdentity =
  | { kind: 'anonymous'; anonymousId: string; traits: Traits }
  | { kind: 'verified'; subject: string; account: string | null; traits: Traits };

/** The part of a public body that says who the visitor is. `traits` are what the page claims. */
export interface VisitorCredentials {
  visitor?: string | undefined;
  token?: string | undefined;
  traits?: Traits | undefined;
}

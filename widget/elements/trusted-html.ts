/** What browsers with Trusted Types have; what it makes is taken where a text would be refused. */
interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}
interface Policy {
  createHTML(text: string): string;
}

const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };

/**
 * Our one Trusted Types policy, for Lit's templates too (see `vite.config.ts`): a host page lists it by
 * name, and a second one of that name would throw.
 */
export const policy = trustedTypes?.createPolicy('tidings', { createHTML: (text) => text });

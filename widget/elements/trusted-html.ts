/** `trustedTypes`, in browsers that have it. Its HTML is accepted where a string is refused. */
interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}
interface Policy {
  createHTML(text: string): string;
}

const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };

/**
 * Our only Trusted Types policy, which Lit's templates use too (see `vite.config.ts`): a host page
 * allows it by name, and creating a second policy with that name would throw.
 */
export const policy = trustedTypes?.createPolicy('tidings', { createHTML: (text) => text });

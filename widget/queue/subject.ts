/** Returns a JWT's `sub`, unverified: the server verifies it. Undefined if it is not a JWT. */
export function subjectOf(token: string): string | undefined {
  try {
    const claims = token.split('.')[1] ?? '';
    return JSON.parse(atob(claims.replace(/-/g, '+').replace(/_/g, '/'))).sub;
  } catch {
    return undefined;
  }
}

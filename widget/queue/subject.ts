/** The `sub` that a JWT claims, unverified: that is the server's part. Undefined for no JWT. */
export function subjectOf(token: string): string | undefined {
  try {
    const claims = token.split('.')[1] ?? '';
    return JSON.parse(atob(claims.replace(/-/g, '+').replace(/_/g, '/'))).sub;
  } catch {
    return undefined;
  }
}

/** Whether pages of an origin may use a project. Where no origin is in its list, all may. */
export function isOriginAllowed(allowedOrigins: readonly string[], origin: string): boolean {
  return allowedOrigins.length === 0 || allowedOrigins.includes(origin);
}

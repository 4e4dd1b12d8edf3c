/** What guards look at in a request besides its body: of Hono's Context, or as the fast path has it. */
export interface RequestInfo {
  req: { header(name: string): string | undefined };
  env?: { incoming?: { socket?: { remoteAddress?: string | undefined } } };
}

/** What every request carries besides itself. Guards add their own findings to it. */
export interface RequestEnv {
  Bindings: NonNullable<RequestInfo['env']>;
  Variables: { requestId: string };
}

/** The parts of a request that guards read besides its body, from Hono or from the fast path. */
export interface RequestInfo {
  req: { header(name: string): string | undefined };
  env?: { incoming?: { socket?: { remoteAddress?: string | undefined } } };
}

/** Hono's environment for every request. Guards add their own variables. */
export interface RequestEnv {
  Bindings: NonNullable<RequestInfo['env']>;
  Variables: { requestId: string };
}

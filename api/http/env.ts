/** What every request carries besides itself. Guards add their own findings to it. */
export interface RequestEnv {
  Variables: { requestId: string };
}

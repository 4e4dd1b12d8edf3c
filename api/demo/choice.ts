/** What the demo's address asks for. */
export interface Choice {
  lang: 'en' | 'ar';
  /** A public key. */
  project: string | undefined;
}

/** Reads the query; what is not understood counts as not given. */
export function readChoice(query: URLSearchParams): Choice {
  const project = query.get('project') ?? '';
  return {
    lang: query.get('lang') === 'ar' ? 'ar' : 'en',
    project: /^pk_[\w-]{1,97}$/.test(project) ? project : undefined,
  };
}

/**
 * Where a port of ours is reached by whoever reached us under `hostname`. It goes into a policy, in
 * which a host name of the caller's making could otherwise write a rule of its own.
 */
export function originAt(hostname: string, port: number, fallback: string): string {
  const known = /^([\w.-]+|\[[\da-f:.]+\])$/i.test(hostname);
  return `http://${known ? hostname : fallback}:${port}`;
}

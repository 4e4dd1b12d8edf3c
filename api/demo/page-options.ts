import type { Config } from '../config.ts';

/** The options in the address of the demo's page. */
export interface DemoPageOptions {
  lang: 'en' | 'ar';
  /** A public key. */
  project: string | undefined;
}

/** Reads the query. Invalid values are ignored. */
export function readDemoPageOptions(query: URLSearchParams): DemoPageOptions {
  const project = query.get('project') ?? '';
  return {
    lang: query.get('lang') === 'ar' ? 'ar' : 'en',
    project: /^pk_[\w-]{1,97}$/.test(project) ? project : undefined,
  };
}

/** The names by which this machine reaches itself. */
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Returns the origin of one of our ports. It has the name in the request if the operator configured
 * that name or it is a name of this machine, and otherwise the name in `PUBLIC_URL`: the origin
 * becomes part of a policy, and anyone can send any `Host`.
 */
export function originAt(
  hostname: string,
  port: number,
  { publicUrl, host }: Pick<Config, 'publicUrl' | 'host'>,
): string {
  const publicName = new URL(publicUrl).hostname;
  const isOurs = [publicName, host, ...loopbackNames].includes(hostname);
  return `http://${isOurs ? hostname : publicName}:${port}`;
}

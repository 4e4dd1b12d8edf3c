import type { Config } from '../config.ts';

/** What the demo's address asks for. */
export interface DemoPageOptions {
  lang: 'en' | 'ar';
  /** A public key. */
  project: string | undefined;
}

/** Reads the query; what is not understood counts as not given. */
export function readDemoPageOptions(query: URLSearchParams): DemoPageOptions {
  const project = query.get('project') ?? '';
  return {
    lang: query.get('lang') === 'ar' ? 'ar' : 'en',
    project: /^pk_[\w-]{1,97}$/.test(project) ? project : undefined,
  };
}

/** By which names this machine reaches itself. */
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The origin of a port of ours, under the name by which the caller reached us if the operator
 * configured that name or it is this machine, and under the name of `PUBLIC_URL` otherwise. The origin
 * becomes part of a policy, and anyone can write anything into `Host`.
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

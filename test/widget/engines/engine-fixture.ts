import { afterAll, beforeAll, expect, inject } from 'vitest';
import { createFileDatabase } from '../../support/databases.ts';
import {
  hostPage,
  type Instance,
  rollBackSeededReleases,
  snippet,
  startInstance,
  strictPolicy,
} from '../../support/embedding.ts';
import type { Engine, EnginePage } from '../../support/engines/engine.ts';
import { startFirefox } from '../../support/engines/firefox.ts';
import { startWebKit } from '../../support/engines/webkit.ts';
import { type HostReply, startHost } from '../../support/hosts.ts';
import { freePort } from '../../support/ports.ts';

/** The engines in which the widget must work besides Chromium's. */
export const engines: Record<string, () => Promise<Engine>> = {
  Firefox: () => startFirefox(inject('firefoxPath')),
  WebKit: () => startWebKit(inject('webKitPaths')),
};

/** What a visitor opens. */
export interface EngineVisit {
  /** Attributes of the snippet, such as `data-locale="ar"`. */
  attributes?: string;
  /** A policy that forbids all but what docs/embedding.md asks for, with these directives. */
  policy?: string;
}

/** A host product that embeds a project, and one engine to visit it with. */
export interface EngineFixture extends Instance {
  /** The id of the release 1.0. */
  releaseId: string;
  /** Opens a page of the host with an empty profile. */
  visit(options?: EngineVisit): Promise<EnginePage>;
  /** Stops the server, so that the widget cannot reach it. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
}

/** One server and one browser for all tests of a describe block; its only release is 1.0. */
export function setUpEngine(startEngine: () => Promise<Engine>): EngineFixture {
  const fixture = {} as EngineFixture;
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const database = await createFileDatabase();
    cleanups.unshift(database.remove);
    const environment = { PORT: String(await freePort()) };
    let instance = await startInstance(database.url, environment);
    cleanups.unshift(() => instance.server.kill());
    const pages: Record<string, HostReply> = {
      '/log.js': { body: logScript, type: 'text/javascript' },
    };
    const host = await startHost(pages);
    cleanups.unshift(() => host.stop());
    const engine = await startEngine();
    cleanups.unshift(() => engine.stop());
    const releaseId = await publishFirst(instance);

    async function visit({ attributes = '', policy }: EngineVisit = {}): Promise<EnginePage> {
      const path = `/${Object.keys(pages).length}`;
      const body = hostPage(snippet(instance, attributes), '<script src="/log.js"></script>');
      const forbids = strictPolicy(instance.server.url, policy);
      // The page's own script and icon.
      const own = forbids.replace(/(script|img)-src/g, "$& 'self'");
      pages[path] = { body, ...(policy !== undefined && { policy: own }) };
      return engine.open(host.origin + path);
    }
    const stopServer = async () => void (await instance.server.kill());
    const startServer = async () => {
      instance = await startInstance(database.url, environment);
    };
    Object.assign(fixture, instance, { releaseId, visit, stopServer, startServer });
  });
  afterAll(async () => {
    for (const cleanup of cleanups) await cleanup();
  });
  return fixture;
}

/** Replaces the releases of a new instance with one, and returns its id. */
async function publishFirst(instance: Instance): Promise<string> {
  await rollBackSeededReleases(instance);
  await instance.call('PATCH', '', { name: 'Harbour', url: 'https://harbour.example' });
  return instance.publish('1.0');
}

/** Keeps what goes wrong in the page: errors of scripts and violations of the policy. */
const logScript = `window.problems = [];
addEventListener('error', ({ message }) => problems.push(String(message)));
addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  problems.push(violatedDirective + ' ' + blockedURI));`;

export const launcher = 'tidings-launcher [part~=launcher], [part~=launcher]';
export const article = 'article';
export const faces = 'fieldset[part=rating] input';

/** Waits until the first match of a selector contains the text. */
export async function untilText(page: EnginePage, selector: string, text: string): Promise<void> {
  const read = () => page.evaluate<string>(`find(${JSON.stringify(selector)})?.textContent ?? ''`);
  await expect.poll(read).toContain(text);
}

/** Waits until an expression in the page is true. */
export async function untilTrue(page: EnginePage, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(`Boolean(${expression})`)).toBe(true);
}

/** Whether the first match of a selector has the focus itself. */
export const focusOn = (selector: string) => `find(${JSON.stringify(selector)})?.matches(':focus')`;

/** What went wrong in the page so far. */
export const problemsIn = (page: EnginePage) => page.evaluate<string[]>('window.problems');

/** The ratings and comments of a release, oldest first. */
export async function storedAnswers({ call }: Instance, releaseId: string): Promise<unknown[]> {
  interface Stored {
    rating: number;
    comment: string | null;
  }
  const { data } = await call<{ data: Stored[] }>('GET', `/releases/${releaseId}/responses`);
  return data.map(({ rating, comment }) => ({ rating, comment })).reverse();
}

import type { FeedAnswer } from '../../../contract/feed.ts';
import type { Client } from '../../../widget/loader/client.ts';
import type { Shell } from '../../../widget/shell/shell.ts';

/** What a test chooses of a page; the rest is as on a page that says nothing. */
export interface FakePage {
  client: Client;
  project?: string;
  version?: string;
  storage?: 'act' | 'always' | 'never';
  token?: string;
  visitor?: string;
  /** What the device keeps by name, as JSON: a second page of the same device is given the same. */
  device?: Record<string, string>;
}

/** A shell whose page stops when the test says so. It runs in Node and in a browser. */
export type FakeShell = Shell & { stop(): void };

/** A shell without a launcher, which keeps what is kept in `device`. */
export function fakeShell(page: FakePage): FakeShell {
  const { client, project = 'pk_test', storage = 'act', device = {} } = page;
  const stopping = new AbortController();
  const get = <T>(name: string): T | undefined => {
    const text = device[`tidings:${project}:${name}`];
    return text === undefined ? undefined : JSON.parse(text);
  };
  const set = (name: string, value: unknown) => {
    if (value === undefined) delete device[`tidings:${project}:${name}`];
    else device[`tidings:${project}:${name}`] = JSON.stringify(value);
  };
  const identity: Shell['visitor']['identity'] = { token: page.token, traits: { plan: 'pro' } };
  const anonymous = page.visitor ?? crypto.randomUUID();
  const mine = () => get<Record<string, FeedAnswer>>('mine') ?? {};
  const switches = { muted: false, majorsOnly: false, neverAsk: false, locale: undefined };
  const nothing = () => {};

  return {
    settings: {
      ...{ project, storage, position: 'bottom-end' },
      ...{ locale: 'en', theme: 'auto', version: page.version, debug: false },
    },
    visitor: {
      ...{ identity, switches, get, set, activate: nothing, setSwitch: nothing, seenAt: undefined },
      owner: '',
      credentials: () => (identity.token ? { token: identity.token } : { visitor: anonymous }),
      answerTo: (release) => mine()[release],
      saveAnswer: (release, said) => set('mine', { ...mine(), [release]: said }),
    },
    ...{ client, emit: nothing, record: nothing, markSeen: nothing, refreshBadge: nothing },
    launcher: undefined as unknown as HTMLElement,
    stopped: stopping.signal,
    stop: () => stopping.abort(),
  };
}

/** A client that asks at `server`, as the loader's does, but without a rest after failures. */
export function clientAt(server: string, project: string): Client {
  return {
    async post(path, body, options) {
      try {
        const text = JSON.stringify({ project, ...body });
        const reply = await fetch(server + path, { method: 'POST', body: text, ...options });
        const retryAfterSeconds = Number(reply.headers.get('retry-after')) || undefined;
        return { status: reply.status, body: await reply.json(), retryAfterSeconds };
      } catch {
        return undefined;
      }
    },
  };
}

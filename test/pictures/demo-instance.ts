import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { freePort } from '../support/ports.ts';
import { type Call, type SignedInPerson, seedDemo, signUpByLink } from './seed-demo.ts';

/** The running product, with the project that `tidings demo` fills. */
export interface DemoInstance {
  url: string;
  /** The demo's host page. */
  host: string;
  /** By which the first owner comes in; dead as soon as somebody is signed in. */
  enterLink: string;
  /** Makes a browser the owner's, and gives their way to call the member routes. */
  signIn(context: BrowserContext): Promise<Call>;
  /** The same as a person who may only read. */
  signInViewer(context: BrowserContext): Promise<Call>;
  stop(): Promise<void>;
}

/** Starts the built server on a database of its own, which is gone with it. */
export async function startDemoInstance(): Promise<DemoInstance> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-pictures-'));
  const [port, demoPort] = [await freePort(), await freePort()];
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: `sqlite:${join(folder, 'tidings.db')}`,
    PORT: String(port),
    DEMO_PORT: String(demoPort),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    RATE_LIMITS: 'count',
    LOG_LEVEL: 'fatal',
  };
  const server = spawn(process.execPath, ['dist/api/cli.js', 'serve'], { env });
  server.stderr.pipe(process.stderr);
  server.stdout.resume();
  const url = env.PUBLIC_URL;
  await waitUntilReady(url);
  const run = (...words: string[]) =>
    execFileSync(process.execPath, ['dist/api/cli.js', ...words], { env, encoding: 'utf8' });
  const enterLink = run('owner-link').trim().split('\n').at(-1) ?? '';
  run('demo');
  const host = `http://127.0.0.1:${demoPort}/`;
  const team = lazy(async () => {
    const owner = await signUpByLink(url, enterLink, {
      name: 'Ada Lovelace',
      email: 'ada@example.com',
    });
    const viewer = await seedDemo(url, owner, [
      new URL(host).origin,
      'https://app.harbour.example',
    ]);
    return { owner, viewer };
  });
  const signInAs = async (role: 'owner' | 'viewer', context: BrowserContext): Promise<Call> => {
    const { cookies, call }: SignedInPerson = (await team())[role];
    await context.addCookies(cookies);
    return call;
  };
  return {
    url,
    host,
    enterLink,
    signIn: (context) => signInAs('owner', context),
    signInViewer: (context) => signInAs('viewer', context),
    async stop() {
      server.kill();
      await once(server, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

async function waitUntilReady(url: string): Promise<void> {
  while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) await sleep(100);
}

/** What is made on first need. */
function lazy<Value>(create: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => {
    value ??= create();
    return value;
  };
}

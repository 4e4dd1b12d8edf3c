import { Refusal, refusalOf, unreached } from './errors/refusal.ts';

/** What goes with a request besides its address. */
export interface Sent {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON; a text as it is, where `mediaType` names another type. */
  body?: unknown;
  mediaType?: string;
  /** The media type that is wanted, where it is not JSON. */
  accept?: string;
  /** The ETag that was read: the change is refused where somebody else was faster. */
  ifMatch?: string;
  signal?: AbortSignal;
}

/** A reply: its value, the edition of it for `ifMatch`, and the address of the next page of a list. */
export interface Answer<Value> {
  value: Value;
  etag: string | undefined;
  next: string | undefined;
}

/** A list as the server sends it. */
export interface List<Item> {
  data: Item[];
}

type SignInAgain = (ended: Refusal) => Promise<boolean>;

let signInAgain: SignInAgain | undefined;
let signingIn: Promise<boolean> | undefined;

/**
 * Says what is done when the session has ended in the middle of something: it gives whether the person
 * is signed in again, after which the request is sent once more and nobody has lost anything.
 */
export function whenSignedOut(then: SignInAgain | undefined): void {
  signInAgain = then;
}

/**
 * Asks a route under `/api`. A write in a project carries an `Idempotency-Key`, so that it is sent
 * again where the line broke before the reply, and acts once. Throws a Refusal, and the `signal`'s
 * reason when aborted.
 */
export async function ask<Value>(path: string, sent: Sent = {}): Promise<Answer<Value>> {
  return answerOf<Value>(await askForReply(path, sent));
}

/** The same where the body is to be read otherwise, such as line by line. */
export async function askForReply(path: string, sent: Sent): Promise<Response> {
  const request = requestOf(path, sent);
  const reply = await send(path, request);
  if (reply.ok) return reply;
  const refusal = await refusalOf(reply);
  if (refusal.code !== 'unauthorized' || !(await isSignedInAgain(refusal))) throw refusal;
  const second = await send(path, request);
  if (second.ok) return second;
  throw await refusalOf(second);
}

/** Whoever asks meanwhile waits for the same dialog. */
async function isSignedInAgain(ended: Refusal): Promise<boolean> {
  if (!signInAgain) return false;
  signingIn ??= signInAgain(ended).finally(() => {
    signingIn = undefined;
  });
  return signingIn;
}

function requestOf(
  path: string,
  { method = 'GET', body, mediaType, accept, ifMatch, signal }: Sent,
): RequestInit {
  const text = mediaType ? (body as string) : JSON.stringify(body);
  return {
    method,
    // Of our own origin alone, with its cookie.
    mode: 'same-origin',
    credentials: 'same-origin',
    ...(signal && { signal }),
    ...(body !== undefined && { body: text }),
    headers: {
      ...(body !== undefined && { 'Content-Type': mediaType ?? 'application/json' }),
      ...(method !== 'GET' && isRepeatable(path) && { 'Idempotency-Key': newKey() }),
      ...(accept && { Accept: accept }),
      ...(ifMatch && { 'If-Match': ifMatch }),
    },
  };
}

async function send(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request).catch((error: unknown) => {
      if (request.signal?.aborted || !isRepeatable(path)) throw error;
      return fetch(path, request);
    });
  } catch (error) {
    throw request.signal?.aborted ? error : unreached();
  }
}

/** Signing in and accepting an invitation are not: a second time is another try. */
function isRepeatable(path: string): boolean {
  return path.startsWith('/api/projects');
}

async function answerOf<Value>(reply: Response): Promise<Answer<Value>> {
  const value = reply.status === 204 ? undefined : await reply.json();
  const next = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
  return { value: value as Value, etag: reply.headers.get('etag') ?? undefined, next };
}

/** Not `randomUUID`, which browsers have only where the page came by https. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-');
}

/** Whether something thrown only says that nobody wants the reply any more. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** What is told of anything thrown: a fault of ours is logged, and called one. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  console.error(error);
  return new Refusal({ code: 'fault', detail: 'Something went wrong here. Load the page anew.' });
}

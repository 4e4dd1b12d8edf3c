import { ApiError, readApiError, unreachableError } from './errors/api-error.ts';

/** What goes with a request besides its address. */
export interface RequestOptions {
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
export interface ApiResponse<Value> {
  value: Value;
  etag: string | undefined;
  next: string | undefined;
}

/** A list as the server sends it. */
export interface List<Item> {
  data: Item[];
}

type SessionEndedHandler = (error: ApiError) => Promise<boolean>;

let sessionEndedHandler: SessionEndedHandler | undefined;
let pendingSignIn: Promise<boolean> | undefined;

/**
 * Says what is done when the session has ended in the middle of something: it gives whether the person
 * is signed in again, after which the request is sent once more and nobody has lost anything.
 */
export function onSessionEnded(handler: SessionEndedHandler | undefined): void {
  sessionEndedHandler = handler;
}

/**
 * Asks a route under `/api`. A write in a project carries an `Idempotency-Key`, so that it is sent
 * again where the line broke before the reply, and acts once. Throws a Refusal, and the `signal`'s
 * reason when aborted.
 */
export async function callApi<Value>(
  path: string,
  options: RequestOptions = {},
): Promise<ApiResponse<Value>> {
  return toApiResponse<Value>(await fetchApi(path, options));
}

/** The same where the body is to be read otherwise, such as line by line. */
export async function fetchApi(path: string, options: RequestOptions): Promise<Response> {
  const request = toRequestInit(path, options);
  const reply = await send(path, request);
  if (reply.ok) return reply;
  const error = await readApiError(reply);
  if (error.code !== 'unauthorized' || !(await signInAgain(error))) throw error;
  const retryReply = await send(path, request);
  if (retryReply.ok) return retryReply;
  throw await readApiError(retryReply);
}

/** Whoever asks meanwhile waits for the same dialog. */
async function signInAgain(error: ApiError): Promise<boolean> {
  if (!sessionEndedHandler) return false;
  pendingSignIn ??= sessionEndedHandler(error).finally(() => {
    pendingSignIn = undefined;
  });
  return pendingSignIn;
}

function toRequestInit(
  path: string,
  { method = 'GET', body, mediaType, accept, ifMatch, signal }: RequestOptions,
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
      ...(method !== 'GET' && isRepeatable(path) && { 'Idempotency-Key': newIdempotencyKey() }),
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
    throw request.signal?.aborted ? error : unreachableError();
  }
}

/** Signing in and accepting an invitation are not: a second time is another try. */
function isRepeatable(path: string): boolean {
  return path.startsWith('/api/projects');
}

async function toApiResponse<Value>(reply: Response): Promise<ApiResponse<Value>> {
  const value = reply.status === 204 ? undefined : await reply.json();
  const next = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
  return { value: value as Value, etag: reply.headers.get('etag') ?? undefined, next };
}

/** Not `randomUUID`, which browsers have only where the page came by https. */
function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-');
}

/** Whether something thrown only says that nobody wants the reply any more. */
export function isAbortError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** What is told of anything thrown: a fault of ours is logged, and called one. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  console.error(error);
  return new ApiError({ code: 'fault', detail: 'Something went wrong here. Load the page anew.' });
}

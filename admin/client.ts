import { ApiError, readApiError, unreachableError } from './errors/api-error.ts';

/** The options of a request. */
export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON. If `mediaType` is set, a string that is sent unchanged. */
  body?: unknown;
  mediaType?: string;
  /** The media type of the reply, if it is not JSON. */
  accept?: string;
  /** The ETag that was read. The server refuses the change if someone else made one since. */
  ifMatch?: string;
  signal?: AbortSignal;
}

/** A reply: its value, its ETag for `ifMatch`, and the address of a list's next page. */
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
 * Sets the handler that is called if a request finds that the session has ended. If it returns
 * true, the person has signed in again, and the request is sent once more, so no work is lost.
 */
export function onSessionEnded(handler: SessionEndedHandler | undefined): void {
  sessionEndedHandler = handler;
}

/**
 * Calls a route under `/api`. A write in a project carries an `Idempotency-Key`: if the connection
 * breaks before the reply, the write is sent again and still acts once. Throws an ApiError, or the
 * `signal`'s reason if aborted.
 */
export async function callApi<Value>(
  path: string,
  options: RequestOptions = {},
): Promise<ApiResponse<Value>> {
  return toApiResponse<Value>(await fetchApi(path, options));
}

/** Like `callApi`, but returns the reply, for a body that is read line by line. */
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

/** Requests that fail while the sign-in dialog is open wait for the same dialog. */
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
    // Only our own origin, with its cookie.
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

/** Signing in and accepting an invitation are not repeatable: each request is a new attempt. */
function isRepeatable(path: string): boolean {
  return path.startsWith('/api/projects');
}

async function toApiResponse<Value>(reply: Response): Promise<ApiResponse<Value>> {
  const value = reply.status === 204 ? undefined : await reply.json();
  const next = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
  return { value: value as Value, etag: reply.headers.get('etag') ?? undefined, next };
}

/** Not `randomUUID`, which browsers offer only on pages that were loaded over HTTPS. */
function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-');
}

/** Whether an error only means that the request was aborted. */
export function isAbortError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Converts anything thrown to an ApiError. A bug of ours is logged, and gets the code `fault`. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  console.error(error);
  return new ApiError({ code: 'fault', detail: 'Something went wrong. Reload the page.' });
}

import type { RouteConfig } from '@hono/zod-openapi';
import type { z } from 'zod';
import { problem } from '../../contract/problem.ts';
import type { ErrorStatus } from '../errors.ts';

/** A successful reply as the document describes it. Without a schema, it has no body. */
export interface ReplyDescription {
  status: 200 | 201 | 204;
  description: string;
  schema?: z.ZodType;
  /** JSON by default. */
  mediaType?: string;
}

const headers = {
  ETag: 'Identifies the state of the returned object, in quotation marks. Send it as `If-Match`.',
  Location: 'Path of the new object.',
  Link: 'Address of the next page, as `<…>; rel="next"`. Missing on the last page.',
  'Idempotency-Replayed':
    '`true` if this is the stored reply to an earlier request with the same `Idempotency-Key`. Nothing was done again.',
  RateLimit:
    'Number of requests left and seconds until the limit resets, as `"name";r=REQUESTS;t=SECONDS`. `RateLimit-Policy` contains the limit. Both headers are missing if there is no limit.',
  'Retry-After': 'Seconds to wait before you retry.',
} as const;
export type HeaderName = keyof typeof headers;

/**
 * Returns the possible replies of a route: the successful ones, and for each error status a
 * problem, or text in `errorMediaType`.
 */
export function responsesOf(
  replies: ReplyDescription[],
  problems: ErrorStatus[],
  headerNames: HeaderName[] = [],
  errorMediaType?: string,
): RouteConfig['responses'] {
  const statuses = [...new Set<ErrorStatus>([...problems, 429, 500])].sort();
  return Object.fromEntries([
    ...replies.map((reply) => [reply.status, describeReply(reply, headerNames)]),
    ...statuses.map((status) => [status, describeProblem(status, errorMediaType)]),
  ]);
}

function describeReply(
  { description, schema, mediaType = 'application/json' }: ReplyDescription,
  headerNames: HeaderName[],
) {
  return {
    description,
    ...(headerNames.length > 0 && { headers: describeHeaders(headerNames) }),
    ...(schema && { content: { [mediaType]: { schema } } }),
  };
}

/** The meaning of each error status. */
export const statusMeanings: Record<ErrorStatus, string> = {
  400: 'The body is incomplete or not valid JSON.',
  401: 'The API key, session or token is missing or not valid.',
  403: 'The caller is not allowed to do this.',
  404: 'The object does not exist, or the caller has no access to it.',
  405: 'The address does not support this method.',
  409: 'The request conflicts with the current state.',
  412: 'Someone else has changed the object since it was read.',
  413: 'The body is too large.',
  415: 'The media type or encoding of the body is not supported.',
  422: 'The request was understood, but something in it is not valid. `errors` points to the invalid fields.',
  425: 'The answer came too soon after the question was handed out, or the server does not have the key of its ticket.',
  428: '`If-Match` is required.',
  429: 'Too many requests. Wait for the seconds in `Retry-After`.',
  500: 'The server failed. Nothing was changed.',
  503: 'The server is temporarily unavailable. Nothing was changed, and it is safe to retry.',
};

/** The statuses after which the same request may succeed. */
const retryableStatuses: ErrorStatus[] = [425, 429, 503];

function describeProblem(status: ErrorStatus, errorMediaType?: string) {
  return {
    description: statusMeanings[status],
    ...(retryableStatuses.includes(status) && { headers: describeHeaders(['Retry-After']) }),
    content: errorMediaType
      ? { [errorMediaType]: { schema: { type: 'string' as const } } }
      : { 'application/problem+json': { schema: problem } },
  };
}

function describeHeaders(names: HeaderName[]) {
  const described = names.map((name) => [
    name,
    { description: headers[name], schema: { type: name === 'Retry-After' ? 'integer' : 'string' } },
  ]);
  return Object.fromEntries(described);
}

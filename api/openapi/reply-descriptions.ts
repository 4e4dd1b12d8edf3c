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
  ETag: 'The edition that is replied, in quotation marks: for `If-Match`.',
  Location: 'The address of what was made.',
  Link: 'The next page, as `<…>; rel="next"`; missing on the last.',
  'Idempotency-Replayed': '`true` where the `Idempotency-Key` was known: nothing was done again.',
  RateLimit:
    'What is left: `"name";r=REQUESTS;t=SECONDS`. Its rule is in `RateLimit-Policy`; both are missing where nothing is limited.',
  'Retry-After': 'After how many seconds trying again makes sense.',
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
  400: 'The body is no JSON.',
  401: 'No key, session or token, or one that does not hold.',
  403: 'Not allowed to this caller.',
  404: 'Not there, or not for this caller to know.',
  405: 'Not this method.',
  409: 'Against the state that things are in.',
  412: 'Changed by someone else since it was read.',
  413: 'The body is too large.',
  415: 'Not this media type.',
  422: 'Understood, and something in it does not hold; `errors` tells where.',
  425: 'Too soon after the question was handed out.',
  428: 'Needs `If-Match`.',
  429: 'Too many requests; `Retry-After` tells when to come back.',
  500: 'Our fault; nothing was changed.',
  503: 'Not now; nothing was changed, and trying again is safe.',
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

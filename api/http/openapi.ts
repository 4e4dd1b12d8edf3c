import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import type { Env } from 'hono';
import type { z } from 'zod';
import { problem } from '../../contract/problem.ts';
import type { ErrorStatus } from '../errors.ts';

/** The chapters of the document, in its order. */
const tags = [
  {
    name: 'Visitors',
    description: 'What the widget calls. No cookie; the public key in the body.',
  },
  { name: 'Projects', description: 'Host products and their settings.' },
  { name: 'Releases', description: 'Releases with their notes, from draft to roll-back.' },
  { name: 'Scores', description: 'How a release is liked: figures with n and interval.' },
  { name: 'Keys', description: 'API keys of programs, and the keys that sign visitors’ tokens.' },
  { name: 'Audit', description: 'Who did what and when, as a chain of hashes.' },
  { name: 'Operation', description: 'For whoever runs the server.' },
];

export type Tag = 'Visitors' | 'Projects' | 'Releases' | 'Scores' | 'Keys' | 'Audit' | 'Operation';

/** A successful reply as the document tells it; without a schema it has no body. */
export interface ReplyDescription {
  status: 200 | 201 | 204;
  description: string;
  schema?: z.ZodType;
  /** JSON where nothing else is said. */
  mediaType?: string;
}

/** A route that the document shows and that somebody else serves. */
export interface PublicRoute {
  method: 'get' | 'post';
  /** With parameters in braces. */
  path: string;
  /** The operation's name in generated clients: a verb and a noun in camelCase, unique. */
  operation: string;
  summary: string;
  description?: string;
  tag: Tag;
  body?: { schema: z.ZodType; mediaType?: string };
  params?: z.ZodObject;
  query?: z.ZodObject;
  replies: ReplyDescription[];
  /** Refusals besides 429 and 500. */
  problems?: ErrorStatus[];
}

/**
 * Puts a public route into the document. Its body is shown as `text/plain`, as the widget sends it:
 * JSON in any other media type would make browsers ask first.
 */
export function describePublic<E extends Env>(app: OpenAPIHono<E>, route: PublicRoute): void {
  const { method, path, operation, summary, tag, replies, problems = [] } = route;
  app.openAPIRegistry.registerPath({
    method,
    path,
    operationId: operation,
    summary,
    ...(route.description && { description: route.description }),
    tags: [tag],
    security: [],
    request: {
      ...(route.params && { params: route.params }),
      ...(route.query && { query: route.query }),
      ...(route.body && { body: bodyOf(route.body.schema, route.body.mediaType ?? 'text/plain') }),
    },
    responses: responsesOf(replies, problems),
  });
}

/** A body that must be there. */
export function bodyOf(schema: z.ZodType, mediaType: string, required = true) {
  return { required, content: { [mediaType]: { schema } } };
}

/** What may come back: the replies, and a problem for each of the other statuses. */
export function responsesOf(
  replies: ReplyDescription[],
  problems: ErrorStatus[],
): RouteConfig['responses'] {
  const statuses = [...new Set<ErrorStatus>([...problems, 429, 500])].sort();
  return Object.fromEntries([
    ...replies.map((reply) => [reply.status, describeReply(reply)]),
    ...statuses.map((status) => [status, describeProblem(status)]),
  ]);
}

/** Everything that an app serves, as OpenAPI 3.1. Needs no listening server. */
export function openApiDocument<E extends Env>(app: OpenAPIHono<E>, serverUrl = '/') {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tidings',
      version: '1',
      description: 'Release notes and feedback inside your product. Errors are RFC 9457 problems.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: serverUrl }],
    tags,
  });
  const securitySchemes = {
    apiKey: {
      type: 'http' as const,
      scheme: 'bearer',
      description:
        'An API key, `sk_…`. The name in a requirement is the least role: scope `read` is a viewer, `publish` a publisher, `admin` an owner.',
    },
  };
  return { ...document, components: { ...document.components, securitySchemes } };
}

export type OpenApiDocument = ReturnType<typeof openApiDocument>;

function describeReply({ description, schema, mediaType = 'application/json' }: ReplyDescription) {
  return { description, ...(schema && { content: { [mediaType]: { schema } } }) };
}

const reasons: Record<ErrorStatus, string> = {
  400: 'The body is no JSON.',
  401: 'No key or token, or one that does not hold.',
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

function describeProblem(status: ErrorStatus) {
  return {
    description: reasons[status],
    content: { 'application/problem+json': { schema: problem } },
  };
}

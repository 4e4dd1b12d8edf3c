import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from 'hono';
import type { z } from 'zod';
import type { ErrorStatus } from '../errors.ts';
import { howToCall } from './how-to-call.ts';
import { type HeaderName, type ReplyDescription, responsesOf } from './reply-descriptions.ts';

/** The chapters of the document, in order. */
const tags = [
  {
    name: 'Visitors',
    description:
      'Routes that the widget calls. They need no cookie and no API key: the public key identifies the project.',
  },
  {
    name: 'Widget',
    description:
      'Scripts that host pages load, and a demo. These routes need no key and have no rate limit.',
  },
  {
    name: 'Public page',
    description:
      'A project’s changelog and its feeds, for anyone who has the address. They need no key, and the page has no script.',
  },
  { name: 'Projects', description: 'Host products and their settings.' },
  { name: 'Members', description: 'People who sign in, their roles in projects, and invitations.' },
  { name: 'Releases', description: 'Releases with their notes, from draft to rollback.' },
  {
    name: 'Scores',
    description:
      'Satisfaction with each release. Every score has its number of ratings and an interval.',
  },
  { name: 'Keys', description: 'API keys for programs, and keys that verify visitors’ tokens.' },
  { name: 'Audit', description: 'Every change, who made it and when, as a chain of hashes.' },
  { name: 'Operation', description: 'Routes for the operator of the server.' },
];

export type OpenApiTag =
  | 'Visitors'
  | 'Widget'
  | 'Public page'
  | 'Projects'
  | 'Members'
  | 'Releases'
  | 'Scores'
  | 'Keys'
  | 'Audit'
  | 'Operation';

/** A route that the document describes. Its handler is registered separately. */
export interface PublicRoute {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** Parameters are in braces. */
  path: string;
  /** The operation's name in generated clients: a verb and a noun in camelCase, unique. */
  operation: string;
  summary: string;
  description?: string;
  tag: OpenApiTag;
  body?: { schema: z.ZodType; mediaType?: string };
  /** Whether the route requires the cookie of a session. */
  needsSession?: boolean;
  params?: z.ZodObject;
  query?: z.ZodObject;
  replies: ReplyDescription[];
  /** Error statuses besides 429 and 500. */
  problems?: ErrorStatus[];
  /** The media type of errors that people read; problem+json by default. */
  errorMediaType?: string;
}

/**
 * Adds a public route to the document. Its body is described as `text/plain`, as the widget sends
 * it, because browsers send a preflight for `application/json`.
 */
export function describePublic<E extends Env>(app: OpenAPIHono<E>, route: PublicRoute): void {
  const { method, path, operation, summary, tag, replies, problems = [], errorMediaType } = route;
  const isLimited = ['Visitors', 'Public page', 'Members'].includes(tag);
  const headerNames: HeaderName[] = isLimited ? ['RateLimit'] : [];
  app.openAPIRegistry.registerPath({
    method,
    path,
    operationId: operation,
    summary,
    ...(route.description && { description: route.description }),
    tags: [tag],
    security: route.needsSession ? [{ session: [] }] : [],
    request: {
      ...(route.params && { params: route.params }),
      ...(route.query && { query: route.query }),
      ...(route.body && { body: bodyOf(route.body.schema, route.body.mediaType ?? 'text/plain') }),
    },
    responses: responsesOf(replies, problems, headerNames, errorMediaType),
  });
}

/** Describes a request body, which is required by default. */
export function bodyOf(schema: z.ZodType, mediaType: string, required = true) {
  return { required, content: { [mediaType]: { schema } } };
}

/** Returns all routes of an app as OpenAPI 3.1. Needs no listening server. */
export function openApiDocument<E extends Env>(app: OpenAPIHono<E>, serverUrl = '/') {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tidings',
      version: '1',
      description: introduction(),
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
        'An API key, `sk_…`. The name in a requirement is the minimum role. A key with scope `read` is a viewer, `publish` a publisher (who can do everything that an editor can) and `admin` an owner.',
    },
    session: {
      type: 'apiKey' as const,
      in: 'cookie' as const,
      name: 'tidings-session',
      description:
        'The session cookie of a person, called `__Host-tidings-session` if the server’s address is https. The name in a requirement is the minimum role in the project. Changes require the `Origin` of the server’s own pages.',
    },
  };
  return { ...document, components: { ...document.components, securitySchemes } };
}

export type OpenApiDocument = ReturnType<typeof openApiDocument>;

/** Returns the description in Markdown, which OpenAPI allows there. */
function introduction(): string {
  const topics = howToCall.map(({ topic, text }) => `- **${topic}**: ${text}`);
  return ['Release notes and feedback for your product.', '', ...topics].join('\n');
}

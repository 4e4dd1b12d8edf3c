import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { id } from '../../contract/fields.ts';
import type { Role } from '../../contract/vocabulary.ts';
import type { ErrorStatus } from '../errors.ts';
import { bodyOf, type OpenApiTag } from './openapi.ts';
import { type HeaderName, type ReplyDescription, responsesOf } from './reply-descriptions.ts';

/** A route under `/api`, as the OpenAPI document describes it and the server runs it. */
export interface MemberRoute<
  Path extends string,
  Body extends z.ZodType,
  Query extends z.ZodObject,
> {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** Parameters are in braces: `{project}` is a slug or an id, any other is a UUID. */
  path: Path;
  /** The operation's name in generated clients: a verb and a noun in camelCase, unique. */
  operation: string;
  summary: string;
  description?: string;
  tag: OpenApiTag;
  /** The least role that may call it. */
  role: Role;
  /** The schema of a JSON body. */
  body?: Body;
  /** Whether the body may be missing, which means `{}`. */
  bodyOptional?: boolean;
  /** For a body that is not JSON. The schema then gets the text. */
  bodyMediaType?: string;
  /** 1 MB by default. */
  maxBodyBytes?: number;
  /** Whether `If-Match` is optional. PATCH and DELETE always require it. */
  mayMatch?: boolean;
  query?: Query;
  reply: ReplyDescription;
  /** The reply to `dryRun=1`, if it has another status. */
  dryRunReply?: ReplyDescription;
  /** Error statuses besides those that follow from the other fields. */
  problems?: ErrorStatus[];
}

type AnyRoute = MemberRoute<string, z.ZodType, z.ZodObject>;

/** Adds a member route to the document, with everything that its method, path and body imply. */
export function describeMember(registry: OpenAPIHono['openAPIRegistry'], route: AnyRoute): void {
  const { method, path, operation, summary, tag, role, query, body } = route;
  const params = z.object(
    Object.fromEntries(paramNamesOf(path).map((name) => [name, paramOf(name)])),
  );
  const mediaType = route.bodyMediaType ?? 'application/json';
  registry.registerPath({
    method,
    path,
    operationId: operation,
    summary,
    ...(route.description && { description: route.description }),
    tags: [tag],
    security: [{ apiKey: [role] }, { session: [role] }],
    request: {
      params,
      ...(query && { query: toDocumentedQuery(query) }),
      ...(method !== 'get' && { headers: headersOf(route) }),
      ...(body && { body: bodyOf(body, mediaType, !route.bodyOptional) }),
    },
    responses: responsesOf(repliesOf(route), problemsOf(route), replyHeadersOf(route)),
  });
}

function repliesOf({ reply, dryRunReply }: AnyRoute): ReplyDescription[] {
  return dryRunReply ? [reply, dryRunReply] : [reply];
}

/** PATCH and DELETE take `If-Match`, and every change takes an `Idempotency-Key`. */
function headersOf({ method, mayMatch }: AnyRoute): z.ZodObject {
  const idempotencyKey = z.string().max(200).optional().meta({
    description:
      'Unique key of the request. If you send the same request with the same key again within a day, it takes effect once and returns the same reply.',
  });
  const ifMatch = z.string().meta({ description: 'The `ETag` that you read, or `*` for any.' });
  return z.object({
    'Idempotency-Key': idempotencyKey,
    ...(isConditional(method) && { 'If-Match': ifMatch }),
    ...(mayMatch && { 'If-Match': ifMatch.optional() }),
  });
}

function isConditional(method: string): boolean {
  return method === 'patch' || method === 'delete';
}

/** Returns the reply's headers: an object has an ETag, a list a link to its next page. */
function replyHeadersOf({ method, path, query, reply }: AnyRoute): HeaderName[] {
  const isChange = method !== 'get';
  const isSingle = isChange ? isItemPath(path) : path.endsWith('}');
  const hasETag = reply.status !== 204 && (isSingle || method === 'patch' || reply.status === 201);
  return [
    ...(hasETag ? (['ETag'] as const) : []),
    ...(reply.status === 201 ? (['Location'] as const) : []),
    ...(query && 'cursor' in query.shape ? (['Link'] as const) : []),
    ...(isChange ? (['Idempotency-Replayed'] as const) : []),
    'RateLimit',
  ];
}

/** Whether a path names one object in a project, or an action on it. */
function isItemPath(path: string): boolean {
  return paramNamesOf(path).length > 1;
}

/** Query values are text. The document describes what the text is parsed to, such as a boolean. */
function toDocumentedQuery(query: z.ZodObject): z.ZodObject {
  return z.object(
    Object.fromEntries(
      Object.entries(query.shape).map(([name, one]) => [name, toDocumentedSchema(one)]),
    ),
  );
}

function toDocumentedSchema(schema: z.core.$ZodType): z.core.$ZodType {
  if (!(schema instanceof z.ZodDefault)) return schema;
  const { innerType, defaultValue } = schema.def;
  const isBooleanText = innerType instanceof z.ZodPipe && innerType.out instanceof z.ZodBoolean;
  if (!isBooleanText) return schema;
  const { description } = schema;
  return z
    .boolean()
    .default(defaultValue === true)
    .meta(description ? { description } : {});
}

function problemsOf({
  method,
  path,
  query,
  body,
  mayMatch,
  problems = [],
}: AnyRoute): ErrorStatus[] {
  const takesInput = query || body || paramNamesOf(path).length > 1;
  return [
    401,
    403,
    ...(path.includes('{') ? ([404] as const) : []),
    ...(takesInput ? ([422] as const) : []),
    ...(body ? ([400, 413, 415] as const) : []),
    ...(method === 'get' ? [] : ([409, 503] as const)),
    ...(isConditional(method) ? ([412, 428] as const) : []),
    ...(mayMatch ? ([412] as const) : []),
    ...problems,
  ];
}

function paramOf(name: string): z.ZodType {
  return name === 'project'
    ? z.string().meta({ description: 'The project’s slug or id.' })
    : id.meta({ description: 'The object’s id.' });
}

/** Returns the names of a path's parameters, in order. */
export function paramNamesOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Handler, MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { id } from '../../../contract/fields.ts';
import type { Person } from '../../../contract/people.ts';
import type { Project } from '../../../contract/projects.ts';
import { limits, type Role } from '../../../contract/vocabulary.ts';
import { AppError } from '../../errors.ts';
import { expectMediaType, readText } from '../../http/body.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { parse, parseJson } from '../../http/validate.ts';
import { describeMember, type MemberRoute, paramNamesOf } from '../../openapi/describe-member.ts';

/** The authenticated caller of a request, with its role in a project. */
export interface Caller {
  /** The path's project, otherwise a key's own or a person's oldest; undefined if there is none. */
  projectId: string | undefined;
  role: Role;
  /** `person:ID` or `key:ID`, as in the audit log. */
  actor: string;
  /** A secret of the caller: a key's text, or a session's signed cookie. */
  credential: string;
  /** The signed-in person; undefined for a program. */
  person: Person | undefined;
}

/** Hono's environment for requests that `requireRole` has admitted. */
export interface MemberEnv {
  Bindings: RequestEnv['Bindings'];
  Variables: RequestEnv['Variables'] & {
    caller: Caller;
    /** The path's project, otherwise a key's own. Not set for a person if the path names none. */
    project: Project;
    /** The body as received, to compare repeated requests; undefined if none was read. */
    bodyText: string | undefined;
  };
}

/** Admits only callers that have a role. */
export interface RoleGuard {
  requireRole(role: Role): MiddlewareHandler<MemberEnv>;
}

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** The validated input of a route's handler. */
export interface MemberInput<
  Path extends string,
  Body extends z.ZodType,
  Query extends z.ZodObject,
> {
  ids: Record<Exclude<ParamNames<Path>, 'project'>, string>;
  body: z.output<Body>;
  query: z.output<Query>;
}

/**
 * Registers a member route and its entry in the document, so that every route is documented. The
 * guard runs first; then the ids (`invalid_id`), the query (`invalid_query`, also for unknown keys)
 * and the body (`body_too_large`, `unsupported_media_type`, `malformed_json`, `invalid_body`) are
 * checked.
 */
export function memberRoute<
  const Path extends string,
  Body extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(
  app: OpenAPIHono<MemberEnv>,
  guard: RoleGuard,
  route: MemberRoute<Path, Body, Query>,
  handle: (
    c: Context<MemberEnv>,
    input: MemberInput<Path, Body, Query>,
  ) => Response | Promise<Response>,
): void {
  describeMember(app.openAPIRegistry, route);
  const idNames = paramNamesOf(route.path).filter((name) => name !== 'project');
  const query = (route.query ?? z.object({})).strict() as unknown as Query;
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
  const serve: Handler<MemberEnv> = async (c) =>
    handle(c, {
      ids: readIds(c, idNames) as MemberInput<Path, Body, Query>['ids'],
      query: parse(query, c.req.query(), 'invalid_query'),
      body: await readBody(c, route),
    });
  app.on(route.method, path, guard.requireRole(route.role), serve);
}

/** The most characters of an invalid id to quote in the error. */
const quotedChars = 60;

function readIds(c: Context, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, readId(c, name)]));
}

/** Returns the id in lower case, as ids are stored. UUIDs are case-insensitive. */
function readId(c: Context, name: string): string {
  const idText = c.req.param(name) ?? '';
  const value = id.safeParse(idText);
  if (value.success) return value.data.toLowerCase();
  const what = name.replace(/[A-Z]/, (capital) => ` ${capital.toLowerCase()}`);
  throw new AppError(
    'invalid_id',
    `"${idText.slice(0, quotedChars)}" is not a valid ${what} id. Use the id from the list, or from the reply that created it.`,
  );
}

async function readBody<Body extends z.ZodType>(
  c: Context<MemberEnv>,
  route: Pick<
    MemberRoute<string, Body, z.ZodObject>,
    'body' | 'bodyOptional' | 'bodyMediaType' | 'maxBodyBytes'
  >,
): Promise<z.output<Body>> {
  if (!route.body) return undefined as z.output<Body>;
  const text = await readText(c, route.maxBodyBytes ?? limits.memberBodyBytes);
  c.set('bodyText', text);
  if (route.bodyOptional && text === '') return parse(route.body, {});
  expectMediaType(c, route.bodyMediaType ?? 'application/json');
  return parse(route.body, route.bodyMediaType ? text : parseJson(text));
}

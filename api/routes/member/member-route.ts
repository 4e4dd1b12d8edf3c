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

/** Who asks, and in which project they may do what. */
export interface Caller {
  /** The path's; without one a key's own, or one of a person's, who may have none. */
  projectId: string | undefined;
  role: Role;
  /** `person:ID` or `key:ID`, as the audit log names them. */
  actor: string;
  /** What only this caller has: a key's text, or a session's signed cookie. */
  credential: string;
  /** Who it is; undefined for a program. */
  person: Person | undefined;
}

/** What a request has behind the guard. */
export interface MemberEnv {
  Bindings: RequestEnv['Bindings'];
  Variables: RequestEnv['Variables'] & {
    caller: Caller;
    /** The one in the path, or else a key's own: a person has none where the path names none. */
    project: Project;
    /** The body as it came, for those who compare requests; undefined where none was read. */
    bodyText: string | undefined;
  };
}

/** Whoever lets callers of a role pass, and nobody else. */
export interface RoleGuard {
  requireRole(role: Role): MiddlewareHandler<MemberEnv>;
}

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** What a route's handler gets, checked. */
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
 * Serves a member route and puts it into the document, so that no route can be without its entry.
 * First comes the guard; then ids (`invalid_id`), query (`invalid_query`; keys that we do not know
 * are refused too) and body (`body_too_large`, `unsupported_media_type`, `malformed_json`,
 * `invalid_body`).
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

/** How much of a wrong id is said again. */
const quotedChars = 60;

function readIds(c: Context, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, readId(c, name)]));
}

/** In lower case: a UUID is the same in both, and is stored in one. */
function readId(c: Context, name: string): string {
  const idText = c.req.param(name) ?? '';
  const value = id.safeParse(idText);
  if (value.success) return value.data.toLowerCase();
  const what = name.replace(/[A-Z]/, (capital) => ` ${capital.toLowerCase()}`);
  throw new AppError(
    'invalid_id',
    `"${idText.slice(0, quotedChars)}" is no ${what} id; take the id from the reply that made it, or from the list.`,
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

import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';
import { type FeedName, feedNames } from '../../changelog/addresses.ts';
import { feeds } from '../../changelog/page/page.ts';
import { readerLocale } from '../../changelog/page/reader-locale.ts';
import { errorDocument } from '../../changelog/page/shell.ts';
import type { RenderedBody } from '../../changelog/page-cache.ts';
import {
  createPublicPages,
  type PublicPage,
  type PublicPages,
} from '../../changelog/public-pages.ts';
import type { Deps } from '../../deps.ts';
import { createAddressOf, networkOf } from '../../http/address.ts';
import { createLimit, type Limit } from '../../http/limits.ts';
import { problemResponse, toAppError } from '../../http/problem.ts';
import { publicHeaders } from '../../http/reply-headers.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic } from '../../openapi/openapi.ts';
import { matchesETag } from '../../site/memory-files.ts';

type Routes = OpenAPIHono<RequestEnv>;
type Admit = (c: Context) => Promise<void>;

/** Per network. A whole company can share one address, and pages cost little. */
const quota = { name: 'changelog', points: 1200, seconds: 60 };

/** Caches must revalidate each time, so that a rolled-back release disappears within a second. */
const cacheControl = 'no-cache';
/** Scripts on pages of any origin may read feeds. */
const feedHeaders = { ...publicHeaders, 'Cache-Control': cacheControl };
const htmlType = 'text/html; charset=utf-8';

const slug = z.string().meta({ description: 'The project’s slug.' });
const locale = z
  .string()
  .optional()
  .meta({ description: 'Language of dates, such as `de`. If missing, `Accept-Language` is used.' });

export type { PublicPages };

/** A project's public pages and feeds. A server passes its own `pages` to warm their cache. */
export function changelogRoutes(deps: Deps, pages = createPublicPages(deps)): Routes {
  const routes: Routes = new OpenAPIHono();
  const admit = createAdmission(deps);
  addFeeds(routes, pages, admit);
  addPages(routes, pages, admit);
  routes.onError((error, c) => sendErrorPage(error, c, deps));
  return routes;
}

function addPages(routes: Routes, pages: PublicPages, admit: Admit): void {
  const page = {
    method: 'get' as const,
    tag: 'Public page' as const,
    replies: [
      { status: 200 as const, description: 'HTML.', schema: z.string(), mediaType: 'text/html' },
    ],
    errorMediaType: 'text/html',
  };

  describePublic(routes, {
    ...page,
    path: '/changelog/{slug}',
    operation: 'getChangelog',
    summary: 'Get a project’s changelog',
    description:
      'Returns the pinned releases and then the newest 20, the same as the panel. If you send the `ETag` of the last reply as `If-None-Match` and nothing has changed, the reply is a 304.',
    params: z.object({ slug }),
    query: z.object({
      before: z.string().optional().meta({ description: 'Cursor of an older page.' }),
      locale,
    }),
    problems: [404, 422],
  });
  routes.get('/changelog/:slug', async (c) => {
    await admit(c);
    return sendPage(c, await pages.list(c.req.param('slug'), c.req.query('before'), localeOf(c)));
  });

  describePublic(routes, {
    ...page,
    path: '/changelog/{slug}/{version}',
    operation: 'getChangelogRelease',
    summary: 'Get the page of a release',
    params: z.object({
      slug,
      version: z
        .string()
        .meta({ description: 'The release’s version, percent-encoded, or its id.' }),
    }),
    query: z.object({ locale }),
    problems: [404],
  });
  // A version can contain slashes if a proxy has decoded the path.
  routes.get('/changelog/:slug/:version{.*}', async (c) => {
    await admit(c);
    const { slug, version } = c.req.param();
    if (version === '') return c.redirect(await pages.home(slug), 301);
    return sendPage(c, await pages.release(slug, version, localeOf(c)));
  });
}

/** Registered before the pages of releases, because a version can have the name of a feed. */
function addFeeds(routes: Routes, pages: PublicPages, admit: Admit): void {
  for (const name of feedNames) {
    const { label: word, mediaType, operation } = feeds[name];
    describePublic(routes, {
      method: 'get',
      path: `/changelog/{slug}/${name}`,
      operation,
      summary: `Get a project’s changelog as ${word}`,
      description:
        'Returns the releases of the first page, each with a permanent id. If you send the `ETag` of the last reply as `If-None-Match` and nothing has changed, the reply is a 304.',
      tag: 'Public page',
      params: z.object({ slug }),
      replies: [{ status: 200, description: `${word}.`, schema: z.string(), mediaType }],
      problems: [404],
      errorMediaType: 'text/plain',
    });
    routes.get(`/changelog/:slug/${name}`, async (c) => {
      await admit(c);
      const feed = await pages.feed(c.req.param('slug'), name);
      const lastModified = new Date(feed.updatedAt).toUTCString();
      const headers = { ...feedHeaders, 'Last-Modified': lastModified };
      return send(c, feed, `${mediaType}; charset=utf-8`, headers);
    });
  }
}

function createAdmission({ config }: Deps): Admit {
  const addressOf = createAddressOf(config.trustedProxies);
  const limit: Limit = createLimit(quota, config.rateLimits);
  return (c) => limit(c, networkOf(addressOf(c)));
}

function localeOf(c: Context): string {
  return readerLocale(c.req.query('locale'), c.req.header('accept-language'));
}

function sendPage(c: Context, page: PublicPage): Response {
  const headers = {
    'Cache-Control': cacheControl,
    'Content-Security-Policy': page.policy,
    ...(c.req.query('locale') === undefined && { Vary: 'Accept-Language' }),
  };
  return send(c, page, htmlType, headers, page.status);
}

/** Sends only headers (304) if the client already has the same content (RFC 9110, 15.4.5). */
function send(
  c: Context,
  rendered: RenderedBody,
  type: string,
  headers: Record<string, string>,
  status: 200 | 404 = 200,
): Response {
  const all = { ...headers, ETag: rendered.etag };
  const known = status === 200 && matchesETag(rendered, c.req.header('if-none-match'));
  if (known) return c.body(null, 304, all);
  return c.body(rendered.body, status, { ...all, 'Content-Type': type });
}

/** Sends an error to people: as a page, or as text if the request was for a feed. */
function sendErrorPage(error: Error, c: Context, { log, config }: Deps): Response {
  const { status, headers } = problemResponse(error, c, log);
  const { message } = toAppError(error);
  if (feedNames.some((name: FeedName) => c.req.path.endsWith(`/${name}`))) {
    const type = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
    return createErrorReply(`${message}\n`, status, headers, { ...publicHeaders, ...type });
  }
  const { page, style } = errorDocument(status, message, config.publicUrl);
  const policy = { 'Content-Security-Policy': style.policy };
  return createErrorReply(`${page}`, status, headers, { ...policy, 'Content-Type': htmlType });
}

/** Builds an error reply that keeps the rate-limit headers. */
function createErrorReply(
  body: string,
  status: number,
  limitHeaders: Headers,
  extraHeaders: Record<string, string>,
): Response {
  const headers = new Headers(limitHeaders);
  for (const [name, value] of Object.entries(extraHeaders)) headers.set(name, value);
  return new Response(body, { status, headers });
}

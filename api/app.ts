import { OpenAPIHono } from '@hono/zod-openapi';
import { secureHeaders } from 'hono/secure-headers';
import type { Deps } from './deps.ts';
import { createListener } from './http/fast-path.ts';
import { createInterceptors, intercept } from './http/interceptors.ts';
import { createObserver } from './http/observe.ts';
import { problemResponse } from './http/problem.ts';
import { createProxyWatch } from './http/proxy-watch.ts';
import { noStore } from './http/reply-headers.ts';
import type { RequestEnv } from './http/request-info.ts';
import type { Job } from './jobs/jobs.ts';
import { retentionJob } from './jobs/retention-job.ts';
import { auditRoutes } from './routes/member/audit.ts';
import { createMemberGuard, type MemberGuard } from './routes/member/guard.ts';
import { reviewRoutes } from './routes/member/held-groups.ts';
import { idempotencyRetention } from './routes/member/idempotency.ts';
import { importRoutes } from './routes/member/imports.ts';
import { instanceRoutes } from './routes/member/instance.ts';
import { invitationRoutes } from './routes/member/invitations.ts';
import { keyChangeRoutes, keyRoutes } from './routes/member/keys.ts';
import { memberChangeRoutes, memberListRoutes } from './routes/member/members.ts';
import { networkRoutes } from './routes/member/own-network.ts';
import { personRoutes } from './routes/member/person.ts';
import { projectRoutes } from './routes/member/projects.ts';
import { releaseRoutes } from './routes/member/releases.ts';
import { responseListRoutes } from './routes/member/responses.ts';
import { scoreRoutes } from './routes/member/scores.ts';
import { checkRoutes } from './routes/member/token-checks.ts';
import { tokenKeyRoutes } from './routes/member/token-keys.ts';
import { changelogRoutes, type PublicPages } from './routes/public/changelog.ts';
import { dashboardRoutes } from './routes/public/dashboard.ts';
import { demoRoutes } from './routes/public/demo.ts';
import { healthRoutes } from './routes/public/health.ts';
import { homeRoutes } from './routes/public/home.ts';
import { metricsRoutes } from './routes/public/metrics.ts';
import { handleUnmatched } from './routes/public/not-found.ts';
import { documentRoutes } from './routes/public/openapi.ts';
import { passwordLinkRoutes } from './routes/public/password-links.ts';
import { guestRoutes } from './routes/public/sign-in.ts';
import { widgetRoutes } from './routes/public/widget.ts';
import { eventPost } from './routes/visitor/events.ts';
import { feedPost, liveRoutes } from './routes/visitor/feed.ts';
import { createVisitorGuard } from './routes/visitor/guard.ts';
import { addPublicPost } from './routes/visitor/public-post.ts';
import { answerPost } from './routes/visitor/responses.ts';

/** The widget's POST routes, each behind the visitor guard. */
const visitorPosts = [feedPost, answerPost, eventPost];

/** Routes for people who have not signed in. */
const unauthenticatedRoutes = [guestRoutes, passwordLinkRoutes];

/** Routes for members and their programs, each behind the member guard. */
const memberRoutes = [
  projectRoutes,
  networkRoutes,
  releaseRoutes,
  importRoutes,
  responseListRoutes,
  reviewRoutes,
  scoreRoutes,
  memberListRoutes,
  memberChangeRoutes,
  invitationRoutes,
  keyRoutes,
  keyChangeRoutes,
  tokenKeyRoutes,
  checkRoutes,
  auditRoutes,
];

/** Public pages, and routes for the operator's programs. */
const openRoutes = [homeRoutes, demoRoutes, healthRoutes, metricsRoutes];

export interface App {
  /** Handles every request. */
  app: OpenAPIHono<RequestEnv>;
  /** The same for node:http, with a faster path for the widget's requests. */
  listener: ReturnType<typeof createListener>;
  /** The background work that the routes need. */
  jobs: Job[];
}

/**
 * Assembles the interceptors, the routes of each feature and the error handlers. `pages` are the
 * public pages, if the caller keeps their cache warm.
 */
export function createApp(deps: Deps, pages?: PublicPages): App {
  const app = new OpenAPIHono<RequestEnv>();
  const member = createMemberGuard(deps);
  const visitor = createVisitorGuard(deps);
  const proxies = createProxyWatch(deps);
  const interceptors = createInterceptors([proxies, createObserver(deps.log, deps.metrics)]);
  const posts = visitorPosts.map((post) => post(deps, visitor));

  app.use(intercept(interceptors));

  for (const post of posts) addPublicPost(app, post);
  app.route('/', liveRoutes(deps, visitor));
  for (const files of [widgetRoutes, dashboardRoutes]) app.route('/', files(deps));

  // Not on the public wire, which sets its own headers. No HSTS: only the operator knows whether
  // the whole domain uses https.
  app.use(secureHeaders({ strictTransportSecurity: false }));
  addMemberRoutes(app, deps, member);
  app.route('/', instanceRoutes(member, proxies));

  app.route('/', changelogRoutes(deps, pages));
  for (const routes of openRoutes) app.route('/', routes(deps));
  app.route('/', documentRoutes(app));

  app.notFound(handleUnmatched(app, deps));
  app.onError((error, c) => problemResponse(error, c, deps.log));
  const listenerOptions = { fetch: app.fetch, posts, interceptors, log: deps.log };
  const jobs = [retentionJob(deps, idempotencyRetention)];
  return { app, listener: createListener(listenerOptions), jobs };
}

function addMemberRoutes(app: App['app'], deps: Deps, member: MemberGuard): void {
  app.use('/api/*', noStore);
  for (const routes of unauthenticatedRoutes) app.route('/', routes(deps, member));
  app.route('/', personRoutes(deps, member));
  for (const routes of memberRoutes) app.route('/', routes(deps, member));
}

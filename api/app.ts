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

/** What the widget sends, each behind the guard of visitors. */
const visitorPosts = [feedPost, answerPost, eventPost];

/** How people come in. */
const unauthenticatedRoutes = [guestRoutes, passwordLinkRoutes];

/** What members and their programs call, each behind the guard. */
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

/** What anybody may open in a browser, and what the operator's programs ask. */
const openRoutes = [homeRoutes, demoRoutes, healthRoutes, metricsRoutes];

export interface App {
  /** Answers everything. */
  app: OpenAPIHono<RequestEnv>;
  /** The same for node:http, which takes what widgets send on a shorter way. */
  listener: ReturnType<typeof createListener>;
  /** What its routes need done in the background. */
  jobs: Job[];
}

/**
 * The table of contents: what every request passes, each feature's routes, and what errors become.
 * `pages` are the public pages if someone else keeps them warm.
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

  // Not for the public wire, which has headers of its own. Whether all of a domain is https is the
  // operator's to say.
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

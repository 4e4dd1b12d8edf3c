import { OpenAPIHono } from '@hono/zod-openapi';
import { secureHeaders } from 'hono/secure-headers';
import { auditRoutes } from './audit/member-routes.ts';
import { changelogRoutes, type PublicPages } from './changelog/public-routes.ts';
import { demoRoutes } from './demo/demo-routes.ts';
import type { Deps } from './deps.ts';
import { feedPost, liveRoutes } from './feed/visitor-routes.ts';
import { dashboardRoutes } from './http/dashboard-routes.ts';
import { documentRoutes } from './http/document-routes.ts';
import type { RequestEnv } from './http/env.ts';
import { createListener } from './http/fast-path.ts';
import { healthRoutes } from './http/health.ts';
import { homeRoutes } from './http/home/home-routes.ts';
import { instanceRoutes } from './http/instance-routes.ts';
import { metricsRoutes } from './http/metrics.ts';
import { noStore } from './http/no-store.ts';
import { createObserver, observe } from './http/observe.ts';
import { answerProblem } from './http/problem.ts';
import { createProxyWatch } from './http/proxy-watch.ts';
import { addPublicPost } from './http/public-post.ts';
import { answerUnmatched } from './http/unmatched.ts';
import { widgetRoutes } from './http/widget-routes.ts';
import { importRoutes } from './imports/member-routes.ts';
import { createMemberGuard, type MemberGuard } from './members/guard.ts';
import { guestRoutes } from './members/guest-routes.ts';
import { invitationRoutes } from './members/invitation-routes.ts';
import { keyChangeRoutes } from './members/key-change-routes.ts';
import { memberChangeRoutes } from './members/member-change-routes.ts';
import { memberListRoutes } from './members/member-list-routes.ts';
import { keyRoutes } from './members/member-routes.ts';
import { passwordLinkRoutes } from './members/password-link-routes.ts';
import { personRoutes } from './members/person-routes.ts';
import { networkRoutes } from './projects/member-network-routes.ts';
import { projectRoutes } from './projects/member-routes.ts';
import { releaseRoutes } from './releases/member-routes.ts';
import { reviewRoutes } from './responses/member-review-routes.ts';
import { responseListRoutes } from './responses/member-routes.ts';
import { answerPost } from './responses/visitor-routes.ts';
import { scoreRoutes } from './scores/member-routes.ts';
import { createVisitorGuard } from './visitors/guard.ts';
import { checkRoutes } from './visitors/member-check-routes.ts';
import { tokenKeyRoutes } from './visitors/member-routes.ts';
import { eventPost } from './visitors/visitor-routes.ts';

/** What the widget sends, each behind the guard of visitors. */
const visitorPosts = [feedPost, answerPost, eventPost];

/** How people come in. */
const guestsRoutes = [guestRoutes, passwordLinkRoutes];

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
}

/**
 * The table of contents: what every request passes, each feature's routes, and what errors become.
 * `pages` are the public pages if someone else keeps them warm.
 */
export function createApp(deps: Deps, pages?: PublicPages): App {
  const app = new OpenAPIHono<RequestEnv>();
  const member = createMemberGuard(deps);
  const visitor = createVisitorGuard(deps);
  const observer = createObserver(deps.log, deps.metrics);
  const proxies = createProxyWatch(deps);
  const posts = visitorPosts.map((post) => post(deps, visitor));

  app.use(observe(observer));

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

  app.notFound(answerUnmatched(app, deps));
  app.onError((error, c) => answerProblem(error, c, deps.log));
  const ways = { fetch: app.fetch, posts, observer, proxies, log: deps.log };
  return { app, listener: createListener(ways) };
}

function addMemberRoutes(app: App['app'], deps: Deps, member: MemberGuard): void {
  app.use('/api/*', noStore);
  for (const routes of guestsRoutes) app.route('/', routes(deps, member));
  app.route('/', personRoutes(deps, member));
  for (const routes of memberRoutes) app.route('/', routes(deps, member));
}

import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf, pageQuery } from '../../../contract/fields.ts';
import {
  preview,
  previewRequest,
  release,
  releaseFilter,
  releaseSummary,
} from '../../../contract/releases.ts';
import type { Deps } from '../../deps.ts';
import { cursorSchemas, listReleases } from '../../releases/list-queries.ts';
import { getRelease } from '../../releases/releases.ts';
import { listHeadlines, listReaches } from '../../scores/scores.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { cutPage, readCursor, sendPage } from './pages.ts';
import { addEditRoutes } from './release-edits.ts';
import { addPublishRoutes } from './release-publishing.ts';

type App = OpenAPIHono<MemberEnv>;

/** Routes for releases: list, read, edit, publish and preview. */
export function releaseRoutes(deps: Deps, member: MemberGuard): App {
  const app: App = new OpenAPIHono<MemberEnv>();
  addList(app, deps, member);
  addRead(app, deps, member);
  addEditRoutes(app, deps, member);
  addPublishRoutes(app, member);
  addPreview(app, deps, member);
  return app;
}

function addList(app: App, { database: { reader } }: Deps, member: MemberGuard): void {
  const route = {
    method: 'get',
    path: '/api/projects/{project}/releases',
    operation: 'listReleases',
    summary: 'List releases with their reach and headline scores',
    tag: 'Releases',
    role: 'viewer',
    query: pageQuery.extend(releaseFilter.shape),
    reply: { status: 200, description: 'A page of releases.', schema: listOf(releaseSummary) },
  } as const;
  memberRoute(app, member, route, async (c, { query }) => {
    const project = c.get('project');
    const { limit, cursor, ...filter } = query;
    const after = readCursor(cursor, cursorSchemas[filter.sort]);
    const listQuery = { ...filter, after, limit: limit + 1 };
    const { items, last } = cutPage(await listReleases(reader, project.id, listQuery), limit);
    const ids = items.map(({ release }) => release.id);
    const scores = await listHeadlines(reader, project, ids);
    const reaches = await listReaches(reader, project.id, ids);
    const data = items.map(({ release, noteCount }) => ({
      ...release,
      noteCount,
      reach: reaches.get(release.id),
      score: scores.get(release.id),
    }));
    return sendPage(c, { items: data, last: last && data.at(-1) }, () => last?.cursor);
  });
}

function addRead(app: App, { database }: Deps, member: MemberGuard): void {
  const route = {
    method: 'get',
    path: '/api/projects/{project}/releases/{release}',
    operation: 'getRelease',
    summary: 'Get a release with its notes',
    tag: 'Releases',
    role: 'viewer',
    reply: { status: 200, description: 'The release. Its ETag is its revision.', schema: release },
  } as const;
  memberRoute(app, member, route, async (c, { ids }) => {
    const found = await getRelease(database.reader, c.get('project').id, ids.release);
    c.header('ETag', `"${found.revision}"`);
    return c.json(found);
  });
}

function addPreview(app: App, { renderer }: Deps, member: MemberGuard): void {
  const route = {
    method: 'post',
    path: '/api/projects/{project}/preview',
    operation: 'previewMarkdown',
    summary: 'Preview a note',
    description:
      'Renders Markdown as visitors would see it. Returns 429 if three previews of the caller are not ready yet. Projects take turns, so that one project cannot delay the others.',
    tag: 'Releases',
    role: 'editor',
    body: previewRequest,
    reply: { status: 200, description: 'The HTML that visitors would see.', schema: preview },
  } as const;
  memberRoute(app, member, route, async (c, { body }) => {
    const { id: projectId, url: baseUrl } = c.get('project');
    const requester = { projectId, caller: c.get('caller').actor };
    const options = {
      baseUrl,
      requester,
      purpose: 'preview',
      pointer: () => '/markdown',
    } as const;
    const [html] = await renderer.render([body.markdown], options);
    return c.json({ html });
  });
}

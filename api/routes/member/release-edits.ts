import type { OpenAPIHono } from '@hono/zod-openapi';
import { release, releaseCreate, releaseEdit } from '../../../contract/releases.ts';
import type { Deps } from '../../deps.ts';
import { renderNotes } from '../../notes/note-rendering.ts';
import { createRelease, deleteRelease, editRelease, getRelease } from '../../releases/releases.ts';
import { surveyForRelease } from '../../surveys/surveys.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { expectedRevision } from './preconditions.ts';

type App = OpenAPIHono<MemberEnv>;

const releases = '/api/projects/{project}/releases';
const roleText = 'A draft requires the role `editor`, any other release `publisher`.';

/** Routes that create, edit and delete releases. Markdown is rendered before the transaction. */
export function addEditRoutes(app: App, deps: Deps, member: MemberGuard): void {
  addCreate(app, deps, member);
  addEdit(app, deps, member);
  addDelete(app, member);
}

function addCreate(app: App, deps: Deps, member: MemberGuard): void {
  const { renderer } = deps;
  const route = {
    method: 'post',
    path: releases,
    operation: 'createRelease',
    summary: 'Create a draft release with its notes',
    tag: 'Releases',
    role: 'editor',
    body: releaseCreate,
    reply: { status: 201, description: 'The new draft.', schema: release },
  } as const;
  memberRoute(app, member, route, async (c, { body: input }) => {
    const { id: projectId, slug, url: baseUrl } = c.get('project');
    const requester = { projectId, caller: c.get('caller').actor };
    const rendered = await renderNotes(renderer, { baseUrl, requester }, input.notes);
    return member.write(c, async (change) => {
      const surveyId = await surveyForRelease(change.trx, change.projectId);
      const created = await createRelease(change, { input, rendered, surveyId });
      const location = `/api/projects/${slug}/releases/${created.id}`;
      return { status: 201, body: created, etag: String(created.revision), location };
    });
  });
}

function addEdit(app: App, deps: Deps, member: MemberGuard): void {
  const { renderer, database } = deps;
  const route = {
    method: 'patch',
    path: `${releases}/{release}`,
    operation: 'editRelease',
    summary: 'Edit a release',
    description: `Changes the fields that you send, and keeps a record of the previous values. The time of publication does not change. ${roleText}`,
    tag: 'Releases',
    role: 'editor',
    body: releaseEdit,
    reply: { status: 200, description: 'The updated release.', schema: release },
  } as const;
  memberRoute(app, member, route, async (c, { ids, body: edit }) => {
    const expected = expectedRevision(c);
    const { id: projectId, url: baseUrl } = c.get('project');
    const known = await getRelease(database.reader, projectId, ids.release);
    const requester = { projectId, caller: c.get('caller').actor };
    const options = { baseUrl, requester };
    const rendered = await renderNotes(renderer, options, edit.notes ?? [], known.notes);
    return member.write(c, async (change) => {
      const update = { releaseId: ids.release, expected, edit, rendered };
      const edited = await editRelease(change, update);
      return { status: 200, body: edited, etag: String(edited.revision) };
    });
  });
}

function addDelete(app: App, member: MemberGuard): void {
  const route = {
    method: 'delete',
    path: `${releases}/{release}`,
    operation: 'deleteRelease',
    summary: 'Delete a draft or scheduled release',
    description: `A scheduled release can be deleted until it goes live. ${roleText}`,
    tag: 'Releases',
    role: 'editor',
    reply: { status: 204, description: 'The release is deleted.' },
  } as const;
  memberRoute(app, member, route, async (c, { ids }) => {
    const expected = expectedRevision(c);
    return member.write(c, async (change) => {
      await deleteRelease(change, { releaseId: ids.release, expected });
      return { status: 204 };
    });
  });
}

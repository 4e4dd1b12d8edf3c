import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf } from '../../../contract/fields.ts';
import type { ApiKeyCreated } from '../../../contract/keys.ts';
import {
  type Project,
  type ProjectCreate,
  project,
  projectCreate,
  projectCreated,
  projectEdit,
} from '../../../contract/projects.ts';
import type { Change } from '../../change/change.ts';
import type { Deps } from '../../deps.ts';
import { createKeyForCreator, expectMayCreateProject } from '../../keys/key-projects.ts';
import { addCreatorsAsOwners, listMemberships } from '../../members/members.ts';
import {
  createProject,
  editProject,
  getProjectEdition,
  listProjectsById,
  newPublicKey,
} from '../../projects/projects.ts';
import { addSatisfactionSurvey } from '../../surveys/default-survey.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { expectedRevision } from './preconditions.ts';

const tag = 'Projects';

export function projectRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { database } = deps;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects',
      operation: 'listProjects',
      summary: 'List projects',
      description:
        'Returns the projects that the caller has access to, sorted by name. An API key has access to one project.',
      tag,
      role: 'viewer',
      reply: { status: 200, description: 'The projects.', schema: listOf(project) },
    },
    async (c) => {
      const { person } = c.get('caller');
      if (!person) return c.json({ data: [c.get('project')] });
      const memberships = await listMemberships(database.reader, person.id);
      const ids = memberships.map(({ id }) => id);
      return c.json({ data: await listProjectsById(database.reader, ids) });
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'post',
      path: '/api/projects',
      operation: 'createProject',
      summary: 'Create a project',
      description:
        'Creates a project with a satisfaction survey. The project is owned by the person who creates it, or by the owners of the key’s project. A key can create 20 projects in 24 hours, and the reply to it contains a key for the new project. If the project has no allowed origins, every origin can embed the widget.',
      tag,
      role: 'owner',
      body: projectCreate,
      reply: { status: 201, description: 'The new project.', schema: projectCreated },
    },
    (c, { body }) =>
      member.create(c, async (change) => {
        const { person } = c.get('caller');
        const created = person
          ? await createFor(change, body, { personId: person.id })
          : await createWithKey(change, body, c.get('project').id);
        const location = `/api/projects/${created.id}`;
        return { status: 201, body: created, etag: '1', location };
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}',
      operation: 'getProject',
      summary: 'Get a project and its settings',
      tag,
      role: 'viewer',
      reply: { status: 200, description: 'The project.', schema: project },
    },
    async (c) => {
      const found = await getProjectEdition(database.reader, c.get('project').id);
      c.header('ETag', `"${found.edition}"`);
      return c.json(found.project);
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'patch',
      path: '/api/projects/{project}',
      operation: 'editProject',
      summary: 'Edit a project’s settings',
      description: 'Changes the fields that you send, and no others.',
      tag,
      role: 'owner',
      body: projectEdit,
      reply: { status: 200, description: 'The updated project.', schema: project },
    },
    (c, { body }) => {
      const expected = expectedRevision(c);
      return member.write(c, async (change) => {
        const edited = await editProject(change, { edit: body, expected });
        return { status: 200, body: edited.project, etag: String(edited.edition) };
      });
    },
  );

  return app;
}

async function createFor(
  change: Change,
  input: ProjectCreate,
  creator: { personId: string } | { keyProjectId: string },
): Promise<Project> {
  const created = await createProject(change, input, { publicKey: newPublicKey() });
  await addSatisfactionSurvey(change);
  await addCreatorsAsOwners(change, creator);
  return created;
}

async function createWithKey(
  change: Change,
  input: ProjectCreate,
  keyProjectId: string,
): Promise<Project & { key: ApiKeyCreated }> {
  const rootKeyId = await expectMayCreateProject(await change.in(keyProjectId));
  const created = await createFor(change, input, { keyProjectId });
  return { ...created, key: await createKeyForCreator(change, { keyProjectId, rootKeyId }) };
}

import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { auditActor, auditFilter, namedAuditEntry } from '../../../contract/audit.ts';
import { listOf, pageQuery } from '../../../contract/fields.ts';
import type { Project } from '../../../contract/projects.ts';
import { findSubjectNames, idIn } from '../../audit/names.ts';
import { listActors, listEntries } from '../../audit/queries.ts';
import type { Db } from '../../db/database.ts';
import type { Deps } from '../../deps.ts';
import { listPeopleNames } from '../../people/names.ts';
import { versionsOf } from '../../releases/versions.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { cutPage, readCursor, sendPage } from './pages.ts';

const auditCursor = z.tuple([z.int32()]);
const tag = 'Audit';
const role = 'viewer';

export function auditRoutes({ database }: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { reader } = database;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/audit',
      operation: 'listAuditEntries',
      summary: 'List audit entries',
      description:
        'Returns every change in the project, newest first. Each `hash` covers the entry and the hash before it, so a later change to the log can be detected.',
      tag,
      role,
      query: pageQuery.extend(auditFilter.shape),
      reply: { status: 200, description: 'A page of entries.', schema: listOf(namedAuditEntry) },
    },
    async (c, { query: { cursor, limit, ...filter } }) => {
      const project = c.get('project');
      const [beforeSeq] = readCursor(cursor, auditCursor) ?? [];
      const listQuery = { ...filter, beforeSeq, count: limit + 1 };
      const page = cutPage(await listEntries(reader, project.id, listQuery), limit);
      const all = page.items.flatMap(({ actor, subject }) => [actor, subject]);
      const names = await namesOf(reader, project, all);
      const items = page.items.map((entry) => ({
        ...entry,
        actorName: names.get(entry.actor) ?? null,
        subjectName: names.get(entry.subject) ?? null,
      }));
      return sendPage(c, { items, last: page.last && items.at(-1) }, (last) => [last.seq]);
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/audit-actors',
      operation: 'listAuditActors',
      summary: 'List everyone who has changed anything in the project',
      description:
        'Returns people, keys and the system, as audit entries name them, all on one page.',
      tag,
      role,
      reply: { status: 200, description: 'Each actor, once.', schema: listOf(auditActor) },
    },
    async (c) => {
      const project = c.get('project');
      const actors = await listActors(reader, project.id);
      const names = await namesOf(reader, project, actors);
      const data = actors.map((actor) => ({ actor, name: names.get(actor) ?? null }));
      return c.json({ data });
    },
  );

  return app;
}

/** Returns the current name of each `noun:id`, or the last name of a deleted one. */
async function namesOf(
  db: Db,
  { id, name }: Pick<Project, 'id' | 'name'>,
  all: readonly string[],
): Promise<Map<string, string>> {
  const distinct = [...new Set(all)];
  const idsOf = (...nouns: string[]) => distinct.flatMap((one) => idIn(one, ...nouns) ?? []);
  const people = await listPeopleNames(db, idsOf('person', 'member'));
  const versions = await versionsOf(db, id, idsOf('release'));
  const nameOf = (one: string) =>
    people.get(idIn(one, 'person', 'member') ?? '') ??
    versions.get(idIn(one, 'release') ?? '') ??
    (idIn(one, 'project') === id ? name : undefined);
  const known = distinct.flatMap((one) => {
    const label = nameOf(one);
    return label === undefined ? [] : [[one, label] as const];
  });
  const names = new Map(known);
  const unknown = distinct.filter((one) => !names.has(one));
  return new Map([...names, ...(await findSubjectNames(db, id, unknown))]);
}

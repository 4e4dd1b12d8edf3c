import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { auditEntry } from '../../contract/audit.ts';
import { listOf, pageQuery } from '../../contract/fields.ts';
import type { Deps } from '../deps.ts';
import { type MemberEnv, memberRoute } from '../http/member-route.ts';
import { cutPage, readCursor, sendPage } from '../http/pages.ts';
import type { MemberGuard } from '../members/guard.ts';
import { listEntries } from './queries.ts';

const place = z.tuple([z.int32()]);

export function auditRoutes({ database }: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/audit',
      operation: 'listAuditEntries',
      summary: 'List every change in the project, newest first',
      description:
        'Each `hash` is SHA-256 over the entry before it and this one; a changed past shows.',
      tag: 'Audit',
      role: 'viewer',
      query: pageQuery,
      reply: { status: 200, description: 'A page of entries.', schema: listOf(auditEntry) },
    },
    async (c, { query }) => {
      const [beforeSeq] = readCursor(query.cursor, place) ?? [];
      const count = query.limit + 1;
      const rows = await listEntries(database.reader, c.get('project').id, { beforeSeq, count });
      return sendPage(c, cutPage(rows, query.limit), (last) => [last.seq]);
    },
  );

  return app;
}

import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import { type ImportLine, type ImportReport, importReport } from '../../../contract/imports.ts';
import { limits } from '../../../contract/vocabulary.ts';
import type { Deps } from '../../deps.ts';
import { problemOf, toAppError } from '../../http/problem.ts';
import { dryRun, type OnProgress, prepareImport, storeImport } from '../../imports/imports.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';

const ndjson = 'application/x-ndjson';
const markdown = z.string().min(1, 'Send the changelog as the body.');
const importQuery = z.object({
  dryRun: z
    .stringbool()
    .default(false)
    .meta({ description: 'Returns what the import would create, and creates nothing.' }),
});

interface ImportRequest {
  text: string;
  dryRun: boolean;
}

/** `POST …/imports`: creates releases from a changelog, all of them or none. */
export function importRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();

  memberRoute(
    app,
    member,
    {
      method: 'post',
      path: '/api/projects/{project}/imports',
      operation: 'importChangelog',
      summary: 'Import a changelog',
      description:
        'Creates a release for each version and a note for each entry. Versions that the project already has stay unchanged. With `Accept: application/x-ndjson`, the reply reports the progress line by line, and the last line is the report or a problem.',
      tag: 'Releases',
      role: 'publisher',
      body: markdown,
      bodyMediaType: 'text/markdown',
      maxBodyBytes: limits.importBytes,
      query: importQuery,
      reply: { status: 200, description: 'The import report.', schema: importReport },
    },
    (c, { body, query }) => {
      const request = { text: body, dryRun: query.dryRun };
      const wantsProgress = c.req.header('accept')?.includes(ndjson);
      return wantsProgress ? streamProgress(c, request) : runImport(c, request);
    },
  );

  async function runImport(
    c: Context<MemberEnv>,
    { text, dryRun: isDryRun }: ImportRequest,
    onProgress?: OnProgress,
  ): Promise<Response> {
    const project = c.get('project');
    const prepared = await prepareImport(deps, project, await deps.readChangelog(text), onProgress);
    if (isDryRun) return c.json(dryRun(prepared));
    return member.write(c, async (change) => {
      return { status: 200, body: await storeImport(change, prepared) };
    });
  }

  /** The status is sent before the outcome is known, so an error is the last line. */
  function streamProgress(c: Context<MemberEnv>, request: ImportRequest): Response {
    c.header('Content-Type', ndjson);
    return stream(c, async (out) => {
      const emit = (line: ImportLine) => out.write(`${JSON.stringify(line)}\n`);
      const onProgress: OnProgress = (progress) => void emit({ progress });
      try {
        const reply = await runImport(c, request, onProgress);
        await emit({ report: (await reply.json()) as ImportReport });
      } catch (error) {
        const appError = toAppError(error);
        if (appError.status >= 500) deps.log.error({ err: error }, appError.code);
        await emit({ problem: problemOf(appError, c.get('requestId')) });
      }
    });
  }

  return app;
}

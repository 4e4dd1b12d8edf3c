import { type ImportLine, type ImportReport, importLine } from '../../contract/imports.ts';
import { problem } from '../../contract/problem.ts';
import type { Instance } from '../config.ts';
import { describeReport } from './import-report.ts';

interface ImportOptions {
  project: string;
  dryRun: boolean;
  json: boolean;
}

/**
 * `tidings import FILE`: sends a changelog to an instance and prints the report. Throws an Error
 * with the instance's own sentence if it refuses the changelog, and if the file has no version.
 */
export async function importFile(
  { name, markdown }: { name: string; markdown: string },
  instance: Instance,
  { project, dryRun, json }: ImportOptions,
): Promise<void> {
  const path = `/api/projects/${encodeURIComponent(project)}/imports?dryRun=${dryRun}`;
  const reply = await send(instance, path, markdown);
  let report: ImportReport | undefined;
  for await (const line of linesOf(reply)) {
    if ('problem' in line) throw new Error(line.problem.detail);
    if ('report' in line) report = line.report;
    else if (!json) showProgress(line.progress);
  }
  if (!report) throw new Error('The connection ended before the import did. Nothing was imported.');
  const empty = report.releases.length === 0;
  if (json) console.log(JSON.stringify(report, null, 2));
  else if (!empty) console.log(describeReport(report));
  if (empty) throw new Error(`${name} has no version heading, such as ## 1.2.0.`);
}

async function send({ url, key }: Instance, path: string, markdown: string): Promise<Response> {
  const reply = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'text/markdown',
      Accept: 'application/x-ndjson, application/problem+json',
    },
    body: markdown,
  }).catch((cause: unknown) => {
    const sentence = `${url} does not answer. Start the server (npm start), or check TIDINGS_URL.`;
    throw new Error(sentence, { cause });
  });
  if (mediaTypeOf(reply) === 'application/x-ndjson') return reply;
  const fallback =
    reply.status >= 500 ? `${url} replied with ${reply.status}.` : notAnInstance(url);
  throw new Error((await readProblemDetail(reply)) ?? fallback);
}

/**
 * Reads the instance's own sentence. Returns undefined if the reply is not from an instance, or not
 * from its root address.
 */
async function readProblemDetail(reply: Response): Promise<string | undefined> {
  if (mediaTypeOf(reply) !== 'application/problem+json') return undefined;
  const { data } = problem.safeParse(await reply.json().catch(() => undefined));
  const isWrongAddress =
    data?.code === 'not_found' && data.detail.includes('nothing at this address');
  return isWrongAddress ? undefined : data?.detail;
}

function notAnInstance(url: string): string {
  return `${url} is not the root address of a Tidings instance. Check TIDINGS_URL.`;
}

function mediaTypeOf(reply: Response): string | undefined {
  return reply.headers.get('content-type')?.split(';')[0]?.trim();
}

async function* linesOf(reply: Response): AsyncGenerator<ImportLine> {
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; reader; ) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield importLine.parse(JSON.parse(line));
  }
}

/** Prints only on a terminal: in a log, each update would be a line of its own. */
function showProgress({ done, total }: { done: number; total: number }): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done < total ? `\rRead ${done} of ${total} notes` : '\r\x1b[K');
}

import { type ImportLine, type ImportReport, importLine } from '../../contract/imports.ts';
import type { Instance } from '../config.ts';

interface ImportOptions {
  project: string;
  dryRun: boolean;
  json: boolean;
}

/**
 * `tidings import FILE`: sends a changelog to an instance and prints what became of it. Throws an
 * Error with the instance's own sentence where it refuses.
 */
export async function importFile(
  markdown: string,
  { url, key }: Instance,
  { project, dryRun, json }: ImportOptions,
): Promise<void> {
  const address = `${url}/api/projects/${encodeURIComponent(project)}/imports?dryRun=${dryRun}`;
  const reply = await send(address, markdown, key);
  let report: ImportReport | undefined;
  for await (const line of linesOf(reply)) {
    if ('problem' in line) throw new Error(line.problem.detail);
    if ('report' in line) report = line.report;
    else if (!json) showProgress(line.progress);
  }
  if (!report) throw new Error('The connection ended before the import did. Nothing was imported.');
  console.log(json ? JSON.stringify(report, null, 2) : describeReport(report));
}

async function send(address: string, markdown: string, key: string): Promise<Response> {
  const reply = await fetch(address, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'text/markdown',
      Accept: 'application/x-ndjson, application/problem+json',
    },
    body: markdown,
  }).catch((cause: unknown) => {
    throw new Error(`${new URL(address).origin} does not answer. Is TIDINGS_URL right?`, { cause });
  });
  if (reply.ok) return reply;
  const problem = await reply.json().catch(() => undefined);
  throw new Error(problem?.detail ?? `${new URL(address).origin} replied with ${reply.status}.`);
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

/** On a terminal only: in a log, one line that changes is many. */
function showProgress({ done, total }: { done: number; total: number }): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done < total ? `\rRead ${done} of ${total} notes` : '\r\x1b[K');
}

/** What became of a changelog, in a few lines for a person. */
function describeReport(report: ImportReport): string {
  const { dryRun, created, kept, merged, notUnderstood } = report;
  const drafts = report.releases.filter(({ outcome }) => outcome === 'draft').length;
  const lines = [
    `${dryRun ? 'Would import' : 'Imported'} ${created.releases} releases with ${created.notes} notes.`,
  ];
  if (drafts > 0) lines.push(`${drafts} of them as a draft: what is unreleased.`);
  if (kept > 0) lines.push(`${kept} versions were there already and are kept as they are.`);
  for (const { line, version } of merged) {
    lines.push(`Line ${line}: ${version} again, put together with the first.`);
  }
  for (const { line, text, why } of notUnderstood) {
    lines.push(`Line ${line} was not understood (${why}): ${text}`);
  }
  return lines.join('\n');
}

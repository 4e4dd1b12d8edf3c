import type { ImportLine, ImportReport } from '../../contract/imports.ts';
import { fetchApi } from '../client.ts';
import { ApiError } from '../errors/api-error.ts';

/** The number of notes that are ready, and of all notes. */
export interface ImportProgress {
  done: number;
  total: number;
}

/** The options of an import. */
export interface ImportOptions {
  dryRun: boolean;
  signal: AbortSignal;
  onProgress(progress: ImportProgress): void;
}

/**
 * Sends a changelog to the project's imports and reports the progress. Throws the server's error,
 * `cut_off` if the connection broke before the result arrived, or the signal's reason if aborted.
 */
export async function runImport(
  path: string,
  text: string,
  { dryRun, signal, onProgress }: ImportOptions,
): Promise<ImportReport> {
  const reply = await fetchApi(`${path}${dryRun ? '?dryRun=true' : ''}`, {
    method: 'POST',
    body: text,
    mediaType: 'text/markdown',
    accept: 'application/x-ndjson',
    signal,
  });
  try {
    for await (const line of linesOf(reply)) {
      if ('progress' in line) onProgress(line.progress);
      else if ('report' in line) return line.report;
      else throw new ApiError(line.problem);
    }
  } catch (error) {
    throw signal.aborted || error instanceof ApiError ? error : connectionLostError();
  }
  throw connectionLostError();
}

/** The values of a reply in NDJSON: one in each line. */
async function* linesOf(reply: Response): AsyncGenerator<ImportLine> {
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value = '' } = (await reader?.read()) ?? { done: true };
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield JSON.parse(line);
    if (done) return;
  }
}

function connectionLostError(): ApiError {
  const detail = 'The connection was lost before the server sent the result.';
  return new ApiError({ code: 'cut_off', detail });
}

import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../errors.ts';
import { renderMarkdown } from './render-markdown.ts';

/** What the main thread sends: sources that are rendered in order, all against one address. */
export interface RenderRequest {
  sources: readonly string[];
  baseUrl: string | undefined;
}

/** A source that cannot become a note: its place in the request, and why. */
export interface RenderError {
  index: number;
  code: ErrorCode;
  message: string;
}

/** The HTML of each source in order, the first refusal, or a fault of ours. */
export type RenderReply = { html: string[] } | { refused: RenderError } | { fault: string };

/**
 * Shared with the main thread: counts each source as it is begun, and one more at the end of a
 * request, so that the main thread can tell which source takes too long while we are busy with it.
 */
const { begun: startedCount }: { begun: Int32Array } = workerData;

function renderAll({ sources, baseUrl }: RenderRequest): RenderReply {
  const html: string[] = [];
  try {
    for (const source of sources) {
      Atomics.add(startedCount, 0, 1);
      html.push(renderMarkdown(source, baseUrl));
    }
    return { html };
  } catch (error) {
    if (!(error instanceof AppError)) return { fault: String(error) };
    return { refused: { index: html.length, code: error.code, message: error.message } };
  } finally {
    Atomics.add(startedCount, 0, 1);
  }
}

parentPort?.on('message', (request: RenderRequest) => {
  parentPort?.postMessage(renderAll(request));
});

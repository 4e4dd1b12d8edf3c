import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../errors.ts';
import { renderMarkdown } from './render-markdown.ts';

/** A request of the main thread: sources that are rendered in order, all against one base URL. */
export interface RenderRequest {
  sources: readonly string[];
  baseUrl: string | undefined;
}

/** A source that cannot be rendered: its index in the request, and the reason. */
export interface RenderError {
  index: number;
  code: ErrorCode;
  message: string;
}

/** The HTML of each source in order, the first error, or a fault of our own. */
export type RenderReply = { html: string[] } | { refused: RenderError } | { fault: string };

/**
 * Shared with the main thread: counts each source when it begins, and one more at the end of a
 * request. The main thread thus sees which source takes too long while this thread is busy.
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

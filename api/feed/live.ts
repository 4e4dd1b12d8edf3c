import { Gauge, type Registry } from 'prom-client';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { createStreamLimiter } from './stream-limiter.ts';
import { createWorkQueue } from './work-queue.ts';

/** Proxies close connections that are silent for a minute, and browsers miss a dead network. */
const heartbeatMs = 25_000;
/** A stream with more messages waiting is ended, because its reader does not read. */
const maxBehind = 64;
/** Streams written to in one turn of the event loop. Each write takes up to 50 µs. */
const writesPerSlice = 200;
/**
 * After a change, each client waits for a random time before it reads the feed. `least` is long
 * enough for all nodes to learn of the change.
 */
const delayMs = { least: 250, most: 500 };
/** Each client waits for a random time before it reconnects. */
const reconnectMs = { least: 1000, most: 3000 };

const encoder = new TextEncoder();
const heartbeat = encoder.encode(':\n\n');

/** The open streams of this process. They report that something changed, never what. */
export interface LiveStreams {
  /**
   * Opens a server-sent event stream that sends the project's revision now and at every change. It
   * ends when its reader leaves, when the process stops, or if a reader from another network needs
   * the capacity more. Throws `rate_limited`, `overloaded`, `unavailable`.
   */
  open(projectId: string, address: string, revision: number): ReadableStream<Uint8Array>;
}

interface Stream {
  projectId: string;
  controller: ReadableStreamDefaultController<Uint8Array>;
  /** The newest revision that was sent. */
  revision: number;
  /** Removes the stream from every list and count; calling it again does nothing. */
  forget: () => void;
}

/** A project's newest revision, and the message about it that all its streams share. */
interface LatestRevision {
  revision: number;
  message: Uint8Array;
}

/** All streams end when `stopping` is aborted. Their limits apply if rate limits are on. */
export function createLiveStreams({ notices, stopping, config, metrics }: Deps): LiveStreams {
  const streams = createStreamList(config.rateLimits === 'on');
  const latest = new Map<string, LatestRevision>();
  const workQueue = createWorkQueue(writesPerSlice);
  const beingNotified = new Set<string>();

  notices.onPublicChange((projectId, revision) => {
    latest.set(projectId, { revision, message: changedMessage(revision) });
    if (beingNotified.has(projectId)) return;
    beingNotified.add(projectId);
    workQueue.add(outdatedStreams(projectId), notify);
  });
  const heartbeatTimer = setInterval(() => {
    workQueue.add(streams.all(), (stream) => send(stream, heartbeat));
  }, heartbeatMs);
  heartbeatTimer.unref();
  gaugeStreams(metrics, streams);
  stopping.addEventListener('abort', () => {
    clearInterval(heartbeatTimer);
    for (const stream of streams.all()) end(stream);
  });

  /** Yields outdated streams, including those that changes in the meantime make outdated. */
  function* outdatedStreams(projectId: string): Generator<Stream> {
    for (let found = true; found; ) {
      found = false;
      for (const stream of streams.of(projectId)) {
        if (stream.revision >= revisionOf(projectId)) continue;
        found = true;
        yield stream;
      }
    }
    beingNotified.delete(projectId);
  }

  function revisionOf(projectId: string): number {
    return latest.get(projectId)?.revision ?? 0;
  }

  function notify(stream: Stream): void {
    const newest = latest.get(stream.projectId);
    if (!newest) return;
    stream.revision = newest.revision;
    send(stream, newest.message);
  }

  return {
    open(projectId, address, revision) {
      if (stopping.aborted)
        throw new AppError(
          'unavailable',
          'This server is shutting down. Connect again in a moment.',
        );
      streams.ensureCapacity(projectId, address);
      let stream: Stream;
      return new ReadableStream({
        start(controller) {
          // A change may have been noticed since the caller read its revision.
          const newest = Math.max(revision, revisionOf(projectId));
          stream = streams.add({ projectId, controller, revision: newest }, address);
          controller.enqueue(openingMessage(newest));
        },
        cancel: () => stream.forget(),
      });
    },
  };
}

/** The open streams, by project. */
function createStreamList(hasLimits: boolean) {
  const byProject = new Map<string, Set<Stream>>();
  const limiter = createStreamLimiter(end);

  return {
    size: () => limiter.size,
    of: (projectId: string): Iterable<Stream> => byProject.get(projectId) ?? [],
    *all(): Generator<Stream> {
      for (const streams of byProject.values()) yield* streams;
    },
    ensureCapacity(projectId: string, address: string): void {
      if (hasLimits) limiter.ensureCapacity(projectId, address);
    },
    add(opened: Omit<Stream, 'forget'>, address: string): Stream {
      const { projectId } = opened;
      const streams = byProject.get(projectId) ?? new Set();
      const forget = () => {
        if (!streams.delete(stream)) return;
        removeFromLimiter();
        if (streams.size === 0) byProject.delete(projectId);
      };
      const stream = { ...opened, forget };
      const removeFromLimiter = limiter.add(stream, projectId, address);
      byProject.set(projectId, streams.add(stream));
      return stream;
    },
  };
}

function send(stream: Stream, message: Uint8Array): void {
  if ((stream.controller.desiredSize ?? 0) < -maxBehind) end(stream);
  else stream.controller.enqueue(message);
}

function end(stream: Stream): void {
  stream.forget();
  stream.controller.close();
}

/** Chooses `delayMs` once per client, so that all later changes can share one message. */
function openingMessage(revision: number): Uint8Array {
  const data = JSON.stringify({ revision, delayMs: randomIn(delayMs) });
  return encoder.encode(`retry: ${randomIn(reconnectMs)}\nevent: changed\ndata: ${data}\n\n`);
}

function changedMessage(revision: number): Uint8Array {
  return encoder.encode(`event: changed\ndata: {"revision":${revision}}\n\n`);
}

function randomIn({ least, most }: { least: number; most: number }): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}

function gaugeStreams(registry: Registry, streams: { size(): number }): void {
  new Gauge({
    name: 'live_streams',
    help: 'Open live streams of this process.',
    registers: [registry],
    collect() {
      this.set(streams.size());
    },
  });
}

import { Gauge, type Registry } from 'prom-client';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';

/** Streams that one address, one project and this process may have open. */
const maxStreams = { address: 2000, project: 10_000, process: 20_000 };
/** Proxies close what is silent for a minute; so would a browser not notice a dead network. */
const heartbeatMs = 25_000;
/** A reader that is this many messages behind does not read. */
const maxBehind = 64;

const encoder = new TextEncoder();
const heartbeat = encoder.encode(':\n\n');

/** The open streams of this process. They say that something changed, never what. */
export interface LiveStreams {
  /**
   * Opens a server-sent event stream that tells the project's revision now and at every change. Ends
   * when its reader leaves or the process stops. Throws `rate_limited`, `overloaded`, `unavailable`.
   */
  open(projectId: string, address: string, revision: number): ReadableStream<Uint8Array>;
}

interface Stream {
  projectId: string;
  address: string;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

/** Streams end by themselves when `stopping` is aborted. Limits hold while rate limits are on. */
export function createLiveStreams({ notices, stopping, config, metrics }: Deps): LiveStreams {
  const byProject = new Map<string, Set<Stream>>();
  const byAddress = new Map<string, number>();
  const revisions = new Map<string, number>();
  let count = 0;

  notices.onChange((projectId, revision) => {
    revisions.set(projectId, revision);
    tell(byProject.get(projectId) ?? [], changed(revision));
  });
  const beat = setInterval(() => {
    for (const streams of byProject.values()) tell(streams, heartbeat);
  }, heartbeatMs);
  beat.unref();
  gaugeStreams(metrics, () => count);
  stopping.addEventListener('abort', () => {
    clearInterval(beat);
    for (const stream of [...byProject.values()].flatMap((streams) => [...streams])) end(stream);
  });

  function tell(streams: Iterable<Stream>, message: Uint8Array): void {
    for (const stream of streams) {
      if ((stream.controller.desiredSize ?? 0) < -maxBehind) end(stream);
      else stream.controller.enqueue(message);
    }
  }

  function end(stream: Stream): void {
    remove(stream);
    stream.controller.close();
  }

  function add(stream: Stream): void {
    const { projectId, address } = stream;
    count += 1;
    byAddress.set(address, (byAddress.get(address) ?? 0) + 1);
    const streams = byProject.get(projectId) ?? new Set();
    byProject.set(projectId, streams.add(stream));
  }

  function remove(stream: Stream): void {
    const { projectId, address } = stream;
    const streams = byProject.get(projectId);
    if (!streams?.delete(stream)) return;
    count -= 1;
    if (streams.size === 0) byProject.delete(projectId);
    const left = (byAddress.get(address) ?? 1) - 1;
    if (left > 0) byAddress.set(address, left);
    else byAddress.delete(address);
  }

  function checkRoom(projectId: string, address: string): void {
    if (stopping.aborted) throw new AppError('unavailable', 'This node is about to stop.');
    if (config.rateLimits !== 'on') return;
    if ((byAddress.get(address) ?? 0) >= maxStreams.address) throw tooManyStreams();
    const ofProject = byProject.get(projectId)?.size ?? 0;
    if (ofProject >= maxStreams.project || count >= maxStreams.process) throw full();
  }

  return {
    open(projectId, address, revision) {
      checkRoom(projectId, address);
      let stream: Stream;
      return new ReadableStream({
        start(controller) {
          stream = { projectId, address, controller };
          add(stream);
          // A change may have been noticed since the caller read its revision.
          controller.enqueue(changed(Math.max(revision, revisions.get(projectId) ?? 0)));
        },
        cancel: () => remove(stream),
      });
    },
  };
}

function changed(revision: number): Uint8Array {
  return encoder.encode(`event: changed\ndata: {"revision":${revision}}\n\n`);
}

function tooManyStreams(): AppError {
  return new AppError('rate_limited', 'This network has too many open streams; poll instead.', {
    retryAfterSeconds: 60,
  });
}

function full(): AppError {
  return new AppError('overloaded', 'No more streams can be opened now; poll instead.', {
    retryAfterSeconds: 60,
  });
}

function gaugeStreams(registry: Registry, count: () => number): void {
  new Gauge({
    name: 'live_streams',
    help: 'Open live streams of this process.',
    registers: [registry],
    collect() {
      this.set(count());
    },
  });
}

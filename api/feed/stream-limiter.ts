import { AppError } from '../errors.ts';
import { networkOf, widerNetworkOf } from '../http/address.ts';
import { createShares, type Shares } from './stream-shares.ts';

/** The open streams that one network, one project and this process may have. */
const maxStreams = { network: 2000, project: 10_000, process: 20_000 };

/** Counts the open streams of this process against its limits. */
export interface StreamLimiter<Stream> {
  readonly size: number;
  /**
   * Ensures capacity for one more stream. If the project or the process is full, ends the newest
   * stream of the wider network (/24 or /48) that has the most. Throws `rate_limited` if the
   * network has too many, and `overloaded` if no wider network has more than the caller's.
   */
  ensureCapacity(projectId: string, address: string): void;
  /** Counts a stream. The returned function removes it from the count. */
  add(stream: Stream, projectId: string, address: string): () => void;
}

/** Creates an empty limiter. `end` ends a stream and removes it from the limiter. */
export function createStreamLimiter<Stream>(end: (stream: Stream) => void): StreamLimiter<Stream> {
  const ofProcess = createShares<Stream>();
  const ofProject = new Map<string, Shares<Stream>>();
  const ofNetwork = new Map<string, number>();

  function ensureCapacityIn(
    shares: Shares<Stream> | undefined,
    limit: number,
    wider: string,
  ): void {
    if (!shares || shares.size < limit) return;
    const stream = shares.newestOfFullest(wider);
    if (stream === undefined) throw noCapacity();
    end(stream);
  }

  function countNetwork(network: string, change: 1 | -1): void {
    const count = (ofNetwork.get(network) ?? 0) + change;
    if (count > 0) ofNetwork.set(network, count);
    else ofNetwork.delete(network);
  }

  return {
    get size() {
      return ofProcess.size;
    },
    ensureCapacity(projectId, address) {
      const network = networkOf(address);
      if ((ofNetwork.get(network) ?? 0) >= maxStreams.network) throw networkLimitReached();
      const wider = widerNetworkOf(address);
      ensureCapacityIn(ofProject.get(projectId), maxStreams.project, wider);
      ensureCapacityIn(ofProcess, maxStreams.process, wider);
    },
    add(stream, projectId, address) {
      const [network, wider] = [networkOf(address), widerNetworkOf(address)];
      const shares = ofProject.get(projectId) ?? createShares<Stream>();
      ofProject.set(projectId, shares);
      countNetwork(network, 1);
      const removeFromProject = shares.add(wider, stream);
      const removeFromProcess = ofProcess.add(wider, stream);
      return () => {
        countNetwork(network, -1);
        removeFromProject();
        removeFromProcess();
        if (shares.size === 0) ofProject.delete(projectId);
      };
    },
  };
}

function networkLimitReached(): AppError {
  return new AppError('rate_limited', 'This network has too many open streams. Poll instead.', {
    retryAfterSeconds: 60,
  });
}

function noCapacity(): AppError {
  return new AppError('overloaded', 'No more streams can be opened now. Poll instead.', {
    retryAfterSeconds: 60,
  });
}

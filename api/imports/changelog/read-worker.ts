import { parentPort, workerData } from 'node:worker_threads';
import { readChangelog } from './read-changelog.ts';

/** Reads one changelog, sends the result and ends: each worker reads one. */
const { markdown }: { markdown: string } = workerData;
parentPort?.postMessage(readChangelog(markdown));

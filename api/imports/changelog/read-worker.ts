import { parentPort, workerData } from 'node:worker_threads';
import { readChangelog } from './read-changelog.ts';

/** One changelog per worker: reads it, says what it found, and is done. */
const { markdown }: { markdown: string } = workerData;
parentPort?.postMessage(readChangelog(markdown));

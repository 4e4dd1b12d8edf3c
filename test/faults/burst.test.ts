import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';
import { startServer } from '../support/processes.ts';
import { expectAllCounted, loadEnvironment, readRatingTarget, sendAnswer } from './answers.ts';

const widgets = process.env.TORTURE ? 10_000 : 500;
const answers = process.env.TORTURE ? 5000 : 300;
/** What docs/promises.md promises; a short run on a busy machine shows errors, not speed. */
const readWithinMs = process.env.TORTURE ? 250 : 5000;

const opened: Socket[] = [];
afterEach(closeStreams);

function closeStreams(): void {
  for (const stream of opened.splice(0)) stream.destroy();
}

onEachDatabase('a release that everybody answers at once (R14)', ({ open }) => {
  test(`stores ${answers} answers while ${widgets} widgets are connected, without an error`, {
    timeout: 180_000,
  }, async () => {
    const database = await open();
    const server = await startServer({
      DATABASE_URL: database.url,
      ...loadEnvironment,
      LOG_LEVEL: 'fatal',
    });
    const { projectId, project, newAnswer } = await readRatingTarget(server, database);
    const streams = await openStreams(Number(new URL(server.url).port), project);

    let isOver = false;
    const waits: number[] = [];
    const reading = (async () => {
      const body = JSON.stringify({ project, want: 'panel' });
      while (!isOver) {
        const askedAt = performance.now();
        const reply = await fetch(`${server.url}/v1/feed`, { method: 'POST', body });
        await reply.arrayBuffer();
        waits.push(performance.now() - askedAt);
        expect(reply.status).toBe(200);
      }
    })();
    const bodies = Array.from({ length: answers }, newAnswer);
    const sendAll = async () => {
      const statuses: number[] = [];
      for (let body = bodies.pop(); body; body = bodies.pop()) {
        const reply = await sendAnswer(server.url, body);
        await reply.arrayBuffer();
        statuses.push(reply.status);
      }
      return statuses;
    };
    const statuses = (await Promise.all(Array.from({ length: 100 }, sendAll))).flat();
    isOver = true;
    await reading;

    expect(statuses).toHaveLength(answers);
    expect(new Set(statuses)).toEqual(new Set([201]));
    waits.sort((a, b) => a - b);
    expect(waits[Math.floor(waits.length * 0.99)]).toBeLessThan(readWithinMs);
    expect(streams.filter(({ destroyed }) => destroyed)).toEqual([]);
    closeStreams();
    await expectAllCounted(database.reader, projectId);
    expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 });
  });
});

/** Opens the live streams, some at a time, and waits until each has heard something. */
async function openStreams(port: number, project: string): Promise<Socket[]> {
  const streams: Socket[] = [];
  while (streams.length < widgets) {
    const group = Array.from({ length: 250 }, () => openStream(port, project));
    streams.push(...(await Promise.all(group)));
  }
  return streams;
}

function openStream(port: number, project: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const stream = connect(port, '127.0.0.1').setEncoding('latin1');
    opened.push(stream);
    let heard = '';
    stream.on('error', reject);
    stream.on('data', (chunk) => {
      heard = (heard + chunk).slice(0, 4000);
      if (!heard.startsWith('HTTP/1.1 200') && heard.length > 20) reject(new Error(heard));
      if (heard.includes('event: changed')) resolve(stream);
    });
    stream.write(`GET /v1/live?project=${project} HTTP/1.1\r\nHost: x\r\n\r\n`);
  });
}

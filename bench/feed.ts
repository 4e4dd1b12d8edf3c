import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type FeedWorld, makeFeedWorld } from './feed-world.ts';
import { folder, press, startFloor, startTidings, type Target } from './pinned.ts';

/** One line of the table: our requests per second and the floor's, round by round. */
interface Figure {
  name: string;
  atLeast: number | null;
  ours: number[];
  floor: number[];
}

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.BENCH_SECONDS ?? 2);
const connections = 50;
const path = '/v1/feed';

const cli = process.argv[2] ?? 'dist/api/cli.js';
const world = await makeFeedWorld(`sqlite:${join(folder, 'feed.db')}`);
const server = await startTidings(cli, `sqlite:${join(folder, 'feed.db')}`);
const figures: Figure[] = [];
for (const measure of [badge, panel, unchanged, verified]) figures.push(...(await measure(world)));
await server.stop();
for (const figure of figures) console.log(lineOf(figure));
await rm(folder, { recursive: true });

async function badge({ publicKey }: FeedWorld): Promise<Figure[]> {
  return [await compare('badge', 0.45, [ask(publicKey, { want: 'badge' })])];
}

async function panel({ publicKey }: FeedWorld): Promise<Figure[]> {
  return [await compare('panel', 0.55, [ask(publicKey, { want: 'panel' })])];
}

async function unchanged({ publicKey }: FeedWorld): Promise<Figure[]> {
  const { tag } = JSON.parse(await answerTo(ask(publicKey, { want: 'panel' })));
  return [await compare('unchanged', 0.45, [ask(publicKey, { want: 'panel', known: tag })])];
}

/** Cold: each token for the first time. Warm: those same ten thousand again. */
async function verified({ publicKey, tokens }: FeedWorld): Promise<Figure[]> {
  const found: Figure[] = [];
  for (const algorithm of ['HS256', 'EdDSA'] as const) {
    const bodies = tokens[algorithm].map((token) => ask(publicKey, { want: 'panel', token }));
    const requests = bodies.length;
    const load = { path, bodies, connections, seconds: 60, requests };
    const cold = await press({ port: server.port, ...load });
    const warm = await compare(`verified ${algorithm} warm`, 0.2, bodies);
    const floor = [median(warm.floor)];
    found.push({ name: `verified ${algorithm} cold`, atLeast: null, ours: [cold], floor }, warm);
  }
  return found;
}

/** Rounds of both in turn, so that a noisy neighbour disturbs both alike. */
async function compare(name: string, atLeast: number, bodies: string[]): Promise<Figure> {
  const floor = await startFloor(await answerTo(bodies[0] ?? ''));
  const figure: Figure = { name, atLeast, ours: [], floor: [] };
  const load = { path, bodies, connections };
  const pressFor = (target: Target, time: number) =>
    press({ port: target.port, ...load, seconds: time });
  await pressFor(server, 1);
  await pressFor(floor, 1);
  for (let round = 0; round < rounds; round += 1) {
    figure.ours.push(await pressFor(server, seconds));
    figure.floor.push(await pressFor(floor, seconds));
  }
  await floor.stop();
  return figure;
}

function ask(project: string, what: Record<string, unknown>): string {
  const host = { locale: 'en-GB', version: '6.3.1', url: 'https://app.example.com/inbox' };
  const visitor = what.token ? {} : { visitor: '0b0e7f1c-6df5-4f4e-9d4c-1d6f3a1b2c3d' };
  return JSON.stringify({ project, ...what, ...visitor, traits: { plan: 'pro' }, ...host });
}

async function answerTo(body: string): Promise<string> {
  const reply = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', body });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.text();
}

function lineOf({ name, atLeast, ours, floor }: Figure): string {
  const ratios = ours.map((value, round) => value / (floor[round] ?? Number.NaN));
  const [ratio, low, high] = [median(ratios), Math.min(...ratios), Math.max(...ratios)].map((n) =>
    n.toFixed(2),
  );
  const speeds = `${Math.round(median(ours))}/s of ${Math.round(median(floor))}/s`;
  const wanted = atLeast === null ? '' : `, at least ${atLeast}`;
  return `${name.padEnd(20)} ${ratio} (${low} to ${high})${wanted}: ${speeds}`;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

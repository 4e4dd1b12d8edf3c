import { spawnSync } from 'node:child_process';
import { type NodeVersion, nodeVersions, passesOn } from './wide/node-versions.ts';

// `npm run test:wide`: what takes too long for every change. Each supported version of Node, the wide
// tests of the other browser engines, and the long forms of the fault tests. Names as arguments run
// only these: `npm run test:wide -- engines 22`.

type Part = NodeVersion | 'engines' | 'torture';
const parts: readonly Part[] = ['engines', 'torture', ...nodeVersions];

const requested = process.argv.slice(2);
const unknown = requested.filter((name) => !(parts as readonly string[]).includes(name));
if (unknown.length > 0) {
  throw new Error(`There is no part named ${unknown}. Choose from ${parts.join(', ')}.`);
}

const results = parts
  .filter((part) => requested.length === 0 || requested.includes(part))
  .map((part) => {
    console.log(`\n== ${part}\n`);
    const startedAt = performance.now();
    const isPassed = run(part);
    const minutes = (performance.now() - startedAt) / 60_000;
    return { part, result: isPassed ? 'passed' : 'FAILED', minutes: minutes.toFixed(1) };
  });
console.table(results);
if (results.some(({ result }) => result === 'FAILED')) process.exitCode = 1;

function run(part: Part): boolean {
  if (part === 'torture') return succeeds('npm', ['run', 'torture']);
  if (part === 'engines') return succeeds('npx', ['vitest', 'run', 'test/widget/engines']);
  return passesOn(part);
}

function succeeds(command: string, args: string[]): boolean {
  const env = { ...process.env, TEST_WIDE: '1' };
  return spawnSync(command, args, { env, stdio: 'inherit' }).status === 0;
}

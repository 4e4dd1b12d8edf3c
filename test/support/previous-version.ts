import { execFileSync, type StdioOptions } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/** Earlier versions that databases come from, by the commit with which each ended. */
const commits = {
  /** The newest one that must be stopped before an update. */
  stopped: '7f9f8c5a18fa4eee40d04274cb48736b8a7fe785',
  /** The one that a rolling update to this version begins with. It is moved once per issue. */
  landed: 'da424ad239e2c256c52fa1f54547d37fcdf6afa9',
} as const;

/**
 * The command line of an earlier version, built from a worktree of its commit and kept in `.cache`.
 * Its server serves that version's widget, but this version's dashboard, which saves a build. Throws
 * an Error if the commit is missing and cannot be fetched.
 */
export function commandOf(version: keyof typeof commits): string {
  const commit = commits[version];
  const cached = resolve('.cache', 'previous', commit);
  if (!existsSync(cached)) build(commit, cached);
  return join(cached, 'dist', 'api', 'cli.js');
}

function build(commit: string, cached: string): void {
  fetchCommit(commit);
  mkdirSync(resolve('.cache'), { recursive: true });
  const folder = mkdtempSync(resolve('.cache', 'previous-'));
  const tree = join(folder, 'tree');
  git('worktree', 'add', '--detach', tree, commit);
  try {
    installBundledPackages(tree);
    const vite = resolve('node_modules', '.bin', 'vite');
    const env = { ...process.env, NODE_ENV: 'production' };
    // Earlier versions served the fictional product from the server's own build.
    const demo = existsSync(join(tree, 'demo')) ? ['demo'] : [];
    for (const mode of ['production', ...demo, 'widget', 'loader']) {
      const stdio: StdioOptions = ['ignore', 'ignore', 'inherit'];
      execFileSync(vite, ['build', '--mode', mode], { cwd: tree, env, stdio });
    }
    cacheBuild(tree, cached);
  } finally {
    git('worktree', 'remove', '--force', tree);
    rmSync(folder, { recursive: true });
  }
}

/**
 * Installs the packages that end up in that version's bundle. Its tools and its native addons are
 * found in this version's `node_modules`, because the worktree is inside this one.
 */
function installBundledPackages(tree: string): void {
  const options = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  execFileSync('npm', ['install', ...options], {
    cwd: tree,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Moved into place whole, so that an interrupted run leaves nothing half-built behind. */
function cacheBuild(tree: string, cached: string): void {
  const partial = `${cached}.${process.pid}`;
  mkdirSync(join(partial, 'dist'), { recursive: true });
  for (const part of ['api', 'demo', 'widget']) {
    if (!existsSync(join(tree, 'dist', part))) continue;
    cpSync(join(tree, 'dist', part), join(partial, 'dist', part), { recursive: true });
  }
  for (const file of ['package.json', 'CHANGELOG.md']) {
    copyFileSync(join(tree, file), join(partial, file));
  }
  symlinkSync(resolve('dist', 'admin'), join(partial, 'dist', 'admin'));
  renameSync(partial, cached);
}

/** A shallow clone lacks the commit. */
function fetchCommit(commit: string): void {
  try {
    git('cat-file', '-e', `${commit}^{commit}`);
  } catch {
    git('fetch', '--depth=1', 'origin', commit);
  }
}

function git(...args: string[]): void {
  execFileSync('git', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

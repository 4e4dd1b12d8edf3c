import { readSources, type Source } from '../support/source.ts';

// The layout of the house, as its rules read it.

/** Every source file of ours. */
export const sources = readSources([
  'api',
  'contract',
  'migrations',
  'widget',
  'admin',
  'bench',
  'test',
]);

/** Without tests and measurements. */
export const product = sources.filter(({ path }) => !/^(test|bench)\//.test(path));

/** The modules of the server in the order in which they depend on each other: from left to right. */
export const modules = `http openapi site db jobs
  audit outbox change projects keys members people heartbeats visitors tallies exposures
  notes surveys releases responses scores snapshot feed changelog imports backup demo`.split(/\s+/);

/** The arrows between modules that point to the right all the same, each with its reason. */
export const allowedBackwardImports: Record<string, string> = {
  'keys → members':
    'a key may be created by a member who may grant, and is withdrawn with the right',
  'members → people': 'members are people: their names, and whether anyone has signed up yet',
};

/** Whether a file is in a folder, at any depth. */
export function isInFolder(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** The module of the server that a file belongs to; routes and commands are none. */
export function moduleOf(path: string): string | undefined {
  return modules.find((module) => isInFolder(path, `api/${module}`));
}

/** Where requests come in. */
export function isRoutesFile(path: string): boolean {
  return isInFolder(path, 'api/routes');
}

/** Where SQL is. */
export function isQueriesFile(path: string): boolean {
  return /(^|\/|-)queries\.ts$/.test(path);
}

/** What is wrong, with the file that it is in. */
export function listStrays(from: Source[], strays: (source: Source) => string[]): string[] {
  return from.flatMap((source) => strays(source).map((stray) => `${source.path}: ${stray}`));
}

import { runTidings } from '../support/processes.ts';

/** Every command of `tidings` with its arguments and options, as `tidings … --help` lists them. */
export async function listCommands(words: string[] = []): Promise<string[]> {
  const { stdout } = await runTidings([...words, '--help']);
  const [, below = ''] = stdout.split('\nCommands:\n');
  const names = [...below.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
  const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name);
  const current = [words.join(' '), ...options.map((option) => `${words.join(' ')} ${option}`)];
  const nested = names
    .filter((name) => name !== 'help')
    .map((name) => listCommands([...words, name]));
  return [...current, ...(await Promise.all(nested)).flat()].sort();
}

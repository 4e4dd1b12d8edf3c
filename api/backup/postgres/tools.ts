import { spawn } from 'node:child_process';
import { environmentWith } from '../../config.ts';

export type PostgresTool = 'pg_dump' | 'pg_restore';

/**
 * Runs a client program of PostgreSQL and returns its standard output. With `url`, the program
 * connects there; the password is passed in the environment, because other users can see arguments.
 * Throws an Error with a sentence if the program is missing, and with the program's own message if
 * it fails.
 */
export async function runTool(tool: PostgresTool, args: string[], url?: string): Promise<string> {
  const { place, password } = url ? withoutSecret(url) : { place: [], password: {} };
  const child = spawn(tool, [...args, ...place], {
    env: environmentWith(password),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const failure = await new Promise<string>((resolve, reject) => {
    child.on('error', (cause) => reject(toolMissingError(tool, cause)));
    child.on('close', (code, signal) =>
      resolve(signal ? `was ended by ${signal}.` : failureOf(code)),
    );
  });
  if (failure !== '') throw new Error(`${tool} ${failure}\n${errors.trim()}`.trim());
  return output;
}

/** The major version of an installed client program. */
export async function toolMajor(tool: PostgresTool): Promise<number> {
  return majorIn(await runTool(tool, ['--version']));
}

/** The first version number in a text, up to its first dot. */
export function majorIn(text: string): number {
  return Number(/(\d+)(\.\d+|devel|beta|rc)/.exec(text)?.[1]);
}

/** The end of the error message; empty if the program succeeded. */
function failureOf(code: number | null): string {
  return code === 0 ? '' : 'failed:';
}

function toolMissingError(tool: PostgresTool, cause: unknown): Error {
  return new Error(
    `${tool} cannot be run. Install the PostgreSQL client programs, or add their folder to PATH.`,
    { cause },
  );
}

function withoutSecret(url: string): { place: string[]; password: Record<string, string> } {
  const address = new URL(url);
  const { password } = address;
  address.password = '';
  return {
    place: [`--dbname=${address.href}`],
    password: password === '' ? {} : { PGPASSWORD: decodeURIComponent(password) },
  };
}

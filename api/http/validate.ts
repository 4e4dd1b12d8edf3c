import type { Context } from 'hono';
import type { z } from 'zod';
import { limits } from '../../contract/vocabulary.ts';
import { AppError, type ErrorCode, type FieldError } from '../errors.ts';
import { expectMediaType, readText } from './body.ts';
import { issueMessage } from './issue-message.ts';

/** How many faults of one body are told; a hostile one could have thousands. */
const maxErrors = 20;

const parseOptions = { error: issueMessage };

/**
 * Reads a public body by the contract. It comes as `text/plain`, so that browsers ask nothing first,
 * and keys that we do not know are dropped: older servers meet newer widgets.
 */
export function publicBody<S extends z.ZodType>(text: string, schema: S): z.infer<S> {
  return parse(schema, parseJson(text));
}

/** Reads the JSON of a route that takes no more than a few fields; keys that we do not know are refused. */
export async function smallBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> {
  const text = await readText(c, limits.publicBodyBytes);
  expectMediaType(c, 'application/json');
  return parse(schema, parseJson(text));
}

/** Throws `malformed_json`. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw new AppError('malformed_json', 'The body is not valid JSON.', { cause });
  }
}

/** Throws `invalid_body`, or the code given, with a pointer to each faulty place. */
export function parse<S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: ErrorCode = 'invalid_body',
): z.infer<S> {
  const { data, success } = schema.safeParse(value);
  if (success) return data;
  // Our words would double the price of what is right, so they come where something is to be said.
  const { error } = schema.safeParse(value, parseOptions);
  throw invalid(error as z.ZodError, code);
}

/** The refusal for what zod found. */
function invalid(error: z.ZodError, code: ErrorCode): AppError {
  const errors = error.issues.slice(0, maxErrors).flatMap(fieldErrorsOf);
  const first = errors[0];
  const prefix = first?.pointer ? `${first.pointer}: ` : '';
  return new AppError(code, `${prefix}${first?.detail ?? 'Is not as expected.'}`, { errors });
}

function fieldErrorsOf(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ pointer: pointerTo(issue.path), detail: issue.message }];
  }
  return issue.keys.slice(0, maxErrors).map((key) => ({
    pointer: pointerTo([...issue.path, key]),
    detail: 'There is no such field.',
  }));
}

/** RFC 6901. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

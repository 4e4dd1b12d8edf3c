import type { Context } from 'hono';
import type { z } from 'zod';
import { limits } from '../../contract/vocabulary.ts';
import { AppError, type ErrorCode, type FieldError } from '../errors.ts';
import { expectMediaType, readText } from './body.ts';
import { issueMessage } from './issue-message.ts';

/** The most errors to report for one body. A hostile body could have thousands. */
const maxErrors = 20;

const parseOptions = { error: issueMessage };

/**
 * Parses a public body by the contract. The body is `text/plain`, so that browsers need no
 * preflight, and unknown keys are dropped, because older servers get requests from newer widgets.
 */
export function publicBody<S extends z.ZodType>(text: string, schema: S): z.infer<S> {
  return parse(schema, parseJson(text));
}

/** Reads a JSON body with few fields, by a strict schema: unknown keys are refused. */
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

/** Throws `invalid_body`, or the given code, with a pointer to each invalid field. */
export function parse<S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: ErrorCode = 'invalid_body',
): z.infer<S> {
  const { data, success } = schema.safeParse(value);
  if (success) return data;
  // Parsing with our messages takes twice as long, so it is done only for invalid input.
  const { error } = schema.safeParse(value, parseOptions);
  throw invalid(error as z.ZodError, code);
}

/** Returns the error for zod's issues. */
function invalid(error: z.ZodError, code: ErrorCode): AppError {
  const errors = error.issues.slice(0, maxErrors).flatMap(fieldErrorsOf);
  const first = errors[0];
  const prefix = first?.pointer ? `${first.pointer}: ` : '';
  return new AppError(code, `${prefix}${first?.detail ?? 'The input is not valid.'}`, { errors });
}

function fieldErrorsOf(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ pointer: pointerTo(issue.path), detail: issue.message }];
  }
  return issue.keys.slice(0, maxErrors).map((key) => ({
    pointer: pointerTo([...issue.path, key]),
    detail: 'This field is not known. Remove it.',
  }));
}

/** RFC 6901. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const formats: Record<string, string> = {
  uuid: 'a UUID',
  datetime: 'an instant in UTC such as 2026-03-29T09:00:00Z',
  date: 'a date such as 2026-03-29',
  email: 'an e-mail address such as ann@example.com',
  url: 'an address such as https://example.com',
};

/**
 * Returns a sentence for one invalid field. zod gets this function per parse, not per schema, so a
 * schema's own message takes precedence.
 */
export function issueMessage(issue: RawIssue): string {
  if (issue.input === undefined) return 'Is missing.';
  switch (issue.code) {
    case 'invalid_type':
      return `Must be ${typeNameOf(issue)}.`;
    case 'invalid_value':
      return `Must be ${isBoolean(issue) ? 'true or false' : oneOf(issue.values)}.`;
    case 'invalid_format':
      return `Must be ${formats[issue.format] ?? 'in another format'}.`;
    case 'too_big':
      return sizeMessage(issue.origin, 'at most', Number(issue.maximum));
    case 'too_small':
      return sizeMessage(issue.origin, 'at least', Number(issue.minimum));
    case 'invalid_union':
      return unionMessage(issue);
    case 'invalid_key':
      return `This name is not valid: ${issue.issues[0]?.message ?? 'it has another format.'}`;
    default:
      return 'Is not valid.';
  }
}

function typeNameOf({ expected }: { expected?: unknown }): string {
  return typeNames[String(expected)] ?? `of type ${expected}`;
}

/** A boolean query parameter accepts many words, and zod's message would list them all. */
function isBoolean({ expected }: RawIssue): boolean {
  return expected === 'stringbool';
}

/** `new`, `new or fixed`, `one of new, improved, fixed`. */
function oneOf(values: readonly unknown[]): string {
  return values.length > 2 ? `one of ${values.join(', ')}` : values.join(' or ');
}

function sizeMessage(origin: string, bound: string, size: number): string {
  if (origin === 'string') return `May have ${bound} ${count(size, 'character')}.`;
  if (origin === 'array') return `May have ${bound} ${count(size, 'item')}.`;
  return `Must be ${bound} ${size}.`;
}

function count(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}

/** The error of the option that the input resembles, otherwise a list of the options. */
function unionMessage({ errors = [], options, discriminator }: RawIssue): string {
  if (discriminator && Array.isArray(options)) return `Must be ${oneOf(options)}.`;
  const firsts = (errors as z.core.$ZodIssue[][]).flatMap((faults) => faults.slice(0, 1));
  const closest = firsts.find(({ code, path }) => code !== 'invalid_type' || path.length > 0);
  if (closest) return closest.message;
  const forms = firsts.map((fault) => typeNameOf(fault as { expected?: unknown }));
  return `Must be ${forms.join(' or ')}.`;
}

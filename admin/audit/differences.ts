import { formatCount, formatDate, formatDateTime } from '../formats.ts';
import { releaseStateLabels } from '../release/states.ts';

/** The value of a field before and after a change; undefined if there was or is none. */
export interface FieldDifference {
  field: string;
  before: string | undefined;
  after: string | undefined;
}

const idPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const instantPattern = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const datePattern = /^\d{4}-\d\d-\d\d$/;

type Fields = Readonly<Record<string, unknown>>;

/** The labels of fields whose names would be unclear to people. */
const fieldLabels: Record<string, string> = {
  publishAt: 'Goes live at',
  publishedAt: 'Went live',
  displayDate: 'Date',
  expiresAt: 'Expires',
  rolledBackAt: 'Rolled back',
  rollBackReason: 'Reason',
  url: 'Product address',
  slug: 'Slug',
  requireVerified: 'Only verified visitors count',
  talliedTraits: 'Counted traits',
};

/** The labels of the states of releases and of held groups. */
const stateLabels: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(releaseStateLabels).map(([state, { label }]) => [state, label]),
  ),
  released: 'Released',
  rejected: 'Rejected',
};

/**
 * The differences of an audit entry, field by field, as text for people. Notes are matched by their
 * ids, so that a note that only moved is not listed. A field that was added or removed with the
 * value `No`, and ids, are left out.
 */
export function fieldDifferences(before: unknown, after: unknown): FieldDifference[] {
  const [oldFields, newFields] = [flattenFields(before), flattenFields(after)];
  const names = [...new Set([...Object.keys(oldFields), ...Object.keys(newFields)])];
  return names.flatMap((name) => {
    if (isNotes(oldFields[name]) || isNotes(newFields[name]))
      return noteDifferences(oldFields[name], newFields[name]);
    const [oldText, newText] = [toText(name, oldFields[name]), toText(name, newFields[name])];
    const isOneSided = !(name in oldFields && name in newFields);
    if (oldText === newText || (isOneSided && (oldText ?? newText) === 'No')) return [];
    return [{ field: labelOf(name), before: oldText, after: newText }];
  });
}

/** Flattens nested objects to fields such as `theme.dark.accent`. */
function flattenFields(value: unknown, prefix = ''): Fields {
  if (!isObject(value)) return {};
  const parts = Object.entries(value).map(([name, part]) =>
    isObject(part) ? flattenFields(part, `${prefix}${name}.`) : { [prefix + name]: part },
  );
  return Object.assign({}, ...parts);
}

interface Note {
  id: string;
  kind?: unknown;
  title?: unknown;
  body?: unknown;
}

function noteDifferences(before: unknown, after: unknown): FieldDifference[] {
  const [oldNotes, newNotes] = [noteMap(before), noteMap(after)];
  const ids = [...new Set([...oldNotes.keys(), ...newNotes.keys()])];
  const changed = ids.flatMap((id) => {
    const [oldText, newText] = [noteText(oldNotes.get(id)), noteText(newNotes.get(id))];
    return oldText === newText ? [] : [{ field: 'Note', before: oldText, after: newText }];
  });
  if (changed.length > 0 || oldNotes.size === 0) return changed;
  const order = [oldNotes, newNotes].map((notes) => [...notes.keys()].join());
  return order[0] === order[1]
    ? []
    : [
        {
          field: 'Notes',
          before: formatCount(oldNotes.size, 'note'),
          after: 'the same in another order',
        },
      ];
}

function noteMap(value: unknown): Map<string, Note> {
  return new Map(isNotes(value) ? value.map((note) => [note.id, note]) : []);
}

function noteText(note: Note | undefined): string | undefined {
  if (!note) return undefined;
  const { kind, title, body } = note;
  return [`${title || ''}${kind ? ` [${kind}]` : ''}`.trim(), body].filter(Boolean).join('\n');
}

/** The value as text for people; undefined for empty values and ids. */
function toText(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.map((one) => toText(name, one)).join(', ') || undefined;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (name === 'state') return stateLabels[text] ?? text;
  if (idPattern.test(text)) return undefined;
  if (instantPattern.test(text)) return formatDateTime(text);
  return datePattern.test(text) ? formatDate(text) : text;
}

/** `rollBackReason` → `Reason`; `theme.dark.accent` → `Theme, dark, accent`. */
function labelOf(name: string): string {
  const spaced = name.replaceAll('.', ', ').replaceAll(/[A-Z]/g, (one) => ` ${one.toLowerCase()}`);
  return fieldLabels[name] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNotes(value: unknown): value is Note[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((one) => isObject(one) && 'id' in one)
  );
}

import { formatCount, formatDate, formatDateTime } from '../formats.ts';
import { releaseStateLabels } from '../release/states.ts';

/** What one field was and what it became; undefined where there was or is nothing. */
export interface FieldDifference {
  field: string;
  before: string | undefined;
  after: string | undefined;
}

const idPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const instantPattern = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const datePattern = /^\d{4}-\d\d-\d\d$/;

type Fields = Readonly<Record<string, unknown>>;

/** Fields whose names say less to people than to programs. */
const fieldLabels: Record<string, string> = {
  publishAt: 'Goes live at',
  publishedAt: 'Went live',
  displayDate: 'Date',
  expiresAt: 'Expires',
  rolledBackAt: 'Rolled back',
  rollBackReason: 'Reason',
  url: 'Product address',
  slug: 'Name in addresses',
  requireVerified: 'Only verified visitors count',
  talliedTraits: 'Counted traits',
};

/** How each state is called, of releases and of held-back groups. */
const stateLabels: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(releaseStateLabels).map(([state, { label }]) => [state, label]),
  ),
  released: 'Released',
  rejected: 'Rejected',
};

/**
 * Field by field, what an entry of the log changed. Texts are as people read them; notes are told
 * apart by their ids, so that one that only moved is not shown. What began or ended as `No` says
 * nothing, and ids say nothing to people.
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

/** Objects within objects as `theme.dark.accent`. */
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

/** As it is read; nothing at all for what is empty, and for ids. */
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

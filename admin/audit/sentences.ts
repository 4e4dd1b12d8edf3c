import type { NamedAuditEntry } from '../../contract/audit.ts';
import { formatCount, formatDateTime } from '../formats.ts';

/** An entry as a sentence: who did what to which subject, and how. The last two may be empty. */
export interface Sentence {
  who: string;
  did: string;
  what: string;
  how: string;
}

type Fields = Readonly<Record<string, unknown>>;
type Entry = Pick<
  NamedAuditEntry,
  'actor' | 'actorName' | 'action' | 'subject' | 'subjectName' | 'before' | 'after'
>;

/** The sentence of each action. An action that is not listed is described by its own name. */
const describers: Record<string, (entry: Entry, fields: Fields) => Omit<Sentence, 'who'>> = {
  'release.create': (entry) => sentence('created', releaseName(entry)),
  'release.edit': (entry) => sentence('changed', releaseName(entry)),
  'release.delete': (entry) => sentence('deleted', releaseName(entry)),
  'release.publish': (entry) =>
    sentence('published', releaseName(entry), entry.actor === 'system' ? ', as scheduled' : ''),
  'release.schedule': (entry, { publishAt }) =>
    sentence(
      'scheduled',
      releaseName(entry),
      typeof publishAt === 'string' ? ` for ${formatDateTime(publishAt)}` : '',
    ),
  'release.unschedule': (entry) => sentence('unscheduled', releaseName(entry), ''),
  'release.roll_back': (entry) => sentence('rolled back', releaseName(entry)),
  'changelog.import': (_entry, { releases }) =>
    sentence(
      'imported',
      typeof releases === 'number' ? formatCount(releases, 'release') : 'a changelog',
    ),
  'held-group.release': () => sentence('released', 'a held-back group'),
  'held-group.reject': () => sentence('rejected', 'a held-back group'),
  'project.create': (entry) => sentence('created the project', entry.subjectName ?? ''),
  'project.edit': () => sentence('changed', 'the settings'),
  'project.fill': () =>
    sentence('filled the project', '', ' with generated releases, visitors and answers'),
  'key.create': (entry, { scope }) =>
    sentence('created the key', quotedName(entry), inBrackets(scope)),
  'key.delete': (entry, { scope }) =>
    sentence('deleted the key', quotedName(entry), inBrackets(scope)),
  'key.take_over': (entry) => sentence('took over the key', quotedName(entry)),
  'token-key.create': (_entry, { algorithm }) =>
    sentence('created', 'a token key', inBrackets(algorithm)),
  'token-key.retire': (_entry, { algorithm }) =>
    sentence('retired', 'a token key', inBrackets(algorithm)),
  'invitation.create': (_entry, { role }) => sentence('invited someone', '', asRole(role)),
  'invitation.delete': (_entry, { role }) => sentence('withdrew', 'an invitation', asRole(role)),
  'member.add': (entry, { role }) =>
    isSelf(entry)
      ? sentence('joined', '', asRole(role))
      : sentence('made', personName(entry), ` ${withArticle(role)}`),
  'member.edit': (entry, { role }) => sentence('made', personName(entry), ` ${withArticle(role)}`),
  'member.remove': (entry) =>
    isSelf(entry) ? sentence('left the project', '') : sentence('removed', personName(entry)),
  'member.password_link': (entry) => sentence('created a password link for', personName(entry)),
  'member.password_reset': () => sentence('set a new password', '', ' with a password link'),
};

/** The sentence of an entry. Names are not escaped: show them as text. */
export function sentenceOf(entry: Entry): Sentence {
  const fields = { ...(entry.before as Fields | null), ...(entry.after as Fields | null) };
  const describe = Object.hasOwn(describers, entry.action) ? describers[entry.action] : undefined;
  return {
    who: capitalise(actorName(entry.actor, entry.actorName)),
    ...(describe ?? describeUnknown)(entry, fields),
  };
}

/** The whole sentence. */
export function toText({ who, did, what, how }: Sentence): string {
  return `${[who, did, what].filter(Boolean).join(' ')}${how}.`;
}

/** The name of an actor within a sentence: `Tidings` for the clock and the command line. */
export function actorName(actor: string, name: string | null): string {
  const [kind] = actor.split(':');
  if (kind === 'system') return 'Tidings';
  if (kind === 'key') return name ? `the key “${name}”` : 'an unknown key';
  return name ?? 'an unknown person';
}

/** Capitalises an actor at the start of a sentence, but not a person's own name. */
function capitalise(who: string): string {
  return who.replace(
    /^(the key “|an unknown (key|person)$)/,
    (one) => one.charAt(0).toUpperCase() + one.slice(1),
  );
}

function sentence(did: string, what: string, how = ''): Omit<Sentence, 'who'> {
  return { did, what, how };
}

/** `token-key.rotate` → did “rotate” with the token key. */
function describeUnknown({ action, subjectName }: Entry): Omit<Sentence, 'who'> {
  const [noun = '', verb = ''] = action.split('.').map((part) => part.replaceAll(/[_-]/g, ' '));
  return sentence(`did “${verb}” with the ${noun}`, subjectName ?? '');
}

function releaseName({ subjectName }: Entry): string {
  return subjectName ?? 'an unknown release';
}

function personName({ subjectName }: Entry): string {
  return subjectName ?? 'an unknown person';
}

function quotedName({ subjectName }: Entry): string {
  return subjectName ? `“${subjectName}”` : '';
}

function isSelf({ actor, subject }: Entry): boolean {
  return actor.split(':')[1] === subject.split(':')[1];
}

function inBrackets(value: unknown): string {
  return typeof value === 'string' ? ` (${value})` : '';
}

function asRole(role: unknown): string {
  return typeof role === 'string' ? ` as ${role}` : '';
}

/** `an owner`, `a viewer`. */
function withArticle(role: unknown): string {
  return /^[aeo]/.test(String(role)) ? `an ${role}` : `a ${role}`;
}

import type { NamedAuditEntry } from '../../contract/audit.ts';
import { countOf, instant } from '../formats.ts';

/** An entry as a sentence: who did what to which thing, and how. Any of the last two may be empty. */
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

/** How each action is told. What is not here is told by its own words. */
const tellers: Record<string, (entry: Entry, fields: Fields) => Omit<Sentence, 'who'>> = {
  'release.create': (entry) => told('wrote', releaseIn(entry)),
  'release.edit': (entry) => told('changed', releaseIn(entry)),
  'release.delete': (entry) => told('deleted', releaseIn(entry)),
  'release.publish': (entry) =>
    told('published', releaseIn(entry), entry.actor === 'system' ? ', as it was scheduled' : ''),
  'release.schedule': (entry, { publishAt }) =>
    told(
      'scheduled',
      releaseIn(entry),
      typeof publishAt === 'string' ? ` for ${instant(publishAt)}` : '',
    ),
  'release.unschedule': (entry) => told('made', releaseIn(entry), ' a draft again'),
  'release.roll_back': (entry) => told('rolled back', releaseIn(entry)),
  'changelog.import': (_entry, { releases }) =>
    told('imported', typeof releases === 'number' ? countOf(releases, 'release') : 'a changelog'),
  'held-group.release': () => told('released', 'a held-back group'),
  'held-group.reject': () => told('rejected', 'a held-back group'),
  'project.create': (entry) => told('made the project', entry.subjectName ?? ''),
  'project.edit': () => told('changed', 'the settings'),
  'project.fill': () =>
    told('filled the project', '', ' with generated releases, visitors and answers'),
  'key.create': (entry, { scope }) => told('made the key', quoted(entry), inBrackets(scope)),
  'key.delete': (entry, { scope }) => told('deleted the key', quoted(entry), inBrackets(scope)),
  'key.take_over': (entry) => told('took over the key', quoted(entry)),
  'token-key.create': (_entry, { algorithm }) => told('made', 'a token key', inBrackets(algorithm)),
  'token-key.retire': (_entry, { algorithm }) =>
    told('retired', 'a token key', inBrackets(algorithm)),
  'invitation.create': (_entry, { role }) => told('invited somebody', '', asRole(role)),
  'invitation.delete': (_entry, { role }) => told('took back', 'an invitation', asRole(role)),
  'member.add': (entry, { role }) =>
    isOneself(entry)
      ? told('came in', '', asRole(role))
      : told('made', personIn(entry), ` ${article(role)}`),
  'member.edit': (entry, { role }) => told('made', personIn(entry), ` ${article(role)}`),
  'member.remove': (entry) =>
    isOneself(entry) ? told('left the project', '') : told('took out', personIn(entry)),
  'member.password_link': (entry) => told('made a link to a new password for', personIn(entry)),
  'member.password_reset': () => told('chose a new password', '', ' by such a link'),
};

/** The sentence of an entry. Names are as they are written: to be shown as text. */
export function sentenceOf(entry: Entry): Sentence {
  const fields = { ...(entry.before as Fields | null), ...(entry.after as Fields | null) };
  const tell = Object.hasOwn(tellers, entry.action) ? tellers[entry.action] : undefined;
  return {
    who: capital(actorName(entry.actor, entry.actorName)),
    ...(tell ?? asWritten)(entry, fields),
  };
}

/** The whole of it. */
export function textOf({ who, did, what, how }: Sentence): string {
  return `${[who, did, what].filter(Boolean).join(' ')}${how}.`;
}

/** Who did something, within a sentence: what the clock and the command line do, Tidings does. */
export function actorName(actor: string, name: string | null): string {
  const [kind] = actor.split(':');
  if (kind === 'system') return 'Tidings';
  if (kind === 'key') return name ? `the key “${name}”` : 'a key that is gone';
  return name ?? 'somebody who is gone';
}

/** For the beginning of a sentence: but a person writes their name as they like. */
function capital(who: string): string {
  return who.replace(/^(the|a) key|^somebody/, (one) => one.charAt(0).toUpperCase() + one.slice(1));
}

function told(did: string, what: string, how = ''): Omit<Sentence, 'who'> {
  return { did, what, how };
}

/** `token-key.rotate` → did “rotate” with the token key. */
function asWritten({ action, subjectName }: Entry): Omit<Sentence, 'who'> {
  const [noun = '', verb = ''] = action.split('.').map((part) => part.replaceAll(/[_-]/g, ' '));
  return told(`did “${verb}” with the ${noun}`, subjectName ?? '');
}

function releaseIn({ subjectName }: Entry): string {
  return subjectName ?? 'a release that is gone';
}

function personIn({ subjectName }: Entry): string {
  return subjectName ?? 'somebody who is gone';
}

function quoted({ subjectName }: Entry): string {
  return subjectName ? `“${subjectName}”` : '';
}

function isOneself({ actor, subject }: Entry): boolean {
  return actor.split(':')[1] === subject.split(':')[1];
}

function inBrackets(value: unknown): string {
  return typeof value === 'string' ? ` (${value})` : '';
}

function asRole(role: unknown): string {
  return typeof role === 'string' ? ` as ${role}` : '';
}

/** `an owner`, `a viewer`. */
function article(role: unknown): string {
  return /^[aeo]/.test(String(role)) ? `an ${role}` : `a ${role}`;
}

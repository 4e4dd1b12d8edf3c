import { limits } from '../../../contract/vocabulary.ts';
import { findDate } from './dates.ts';
import { plainHeading } from './plain-text.ts';

/** The parts of a release's heading. */
export interface VersionHeading {
  /** As written, without a leading `v`; `''` for an unreleased part without a version. */
  version: string;
  unreleased: boolean;
  yanked: boolean;
  date: string | null;
  /** The name after the version, or `''`. */
  title: string;
  /** False for forms that a heading inside a release may also have, such as "2.0 migration". */
  certain: boolean;
}

interface ParsedVersion {
  version: string;
  rest: string;
  certain: boolean;
}

/** Dotted or whole numbers, perhaps a pre-release (`1.0rc1`), then parts after a separator. */
const number = String.raw`\d+(?:\.\d+)*(?:(?:a|b|c|rc|alpha|beta|dev|pre|post|p|r)\d*)?(?:[-+._~][0-9A-Za-z]+)*`;
const edge = String.raw`(?=$|[\s,:;/|()"'–—-]|\.(?:\s|$))`;
const scoped = new RegExp(`^((?:@[\\w.-]+/)?[\\w.-]+)@v?(${number})${edge}`);
const bare = new RegExp(
  `^((?:(?:version|release|ver|rel|tag)\\b[.:]?\\s*)?(?:v\\.?\\s?)?)(${number})${edge}`,
  'i',
);
const named = new RegExp(
  String.raw`^[\p{L}\p{N}._/@-]+\s+(?:-\s+)?v?(\d+\.\d[^\s,:;()]*)${edge}`,
  'iu',
);

const yankedMark = /[[(]yanked[\])]|\bYANKED\b/i;
const unreleasedFirst = /^(?:un-?released|not (?:yet )?released)\b/i;
const unreleasedAlone =
  /^(?:next(?: version| release)?|upcoming(?: version| release)?|head|main|master|develop(?:ment)?|tb[da]|wip|(?:work )?in progress|coming soon)$/i;
const unreleasedLater =
  /\b(?:un-?released|not (?:yet )?released|tb[da]|wip|in (?:progress|development)|coming soon)\b/i;

/** Returns the version that a heading of one line names; undefined if it names none. */
export function readVersionHeading(heading: string): VersionHeading | undefined {
  if (heading.length > 1000 || heading.includes('\n')) return undefined;
  const yanked = yankedMark.test(heading);
  const text = plainHeading(heading.replace(yankedMark, ' '))
    .replace(/^[^\p{L}\p{N}@]+/u, '')
    .replace(/[\s:]+$/, '');
  const parsed = readUnreleased(text) ?? readDateFirst(text) ?? readVersion(text);
  if (!parsed || parsed.version.length > limits.versionChars) return undefined;
  return { yanked, ...describeRest(parsed) };
}

function readUnreleased(text: string): (ParsedVersion & { unreleased: true }) | undefined {
  if (unreleasedAlone.test(text)) {
    return { version: '', rest: '', certain: true, unreleased: true };
  }
  const rest = unreleasedFirst.test(text) ? text.replace(unreleasedFirst, '') : undefined;
  if (rest === undefined) return undefined;
  const remainder = trimSeparators(rest.replace(/[()]/g, ' '));
  const parsed = findDate(remainder)?.before === '' ? undefined : readVersion(remainder);
  return { version: '', rest, ...parsed, certain: true, unreleased: true };
}

/** Reads `2024-04-24, Version 22.0.0 (Current)`, or a release that is named only by its date. */
function readDateFirst(text: string): ParsedVersion | undefined {
  const found = findDate(text);
  if (found?.before !== '' || /^\d+\.\d+\.\d+/.test(text)) return undefined;
  const parsed = readVersion(trimSeparators(found.after));
  if (parsed) return { ...parsed, rest: `${parsed.rest} (${found.date})` };
  const day = text.slice(0, text.length - found.after.length);
  return { version: day, rest: `(${found.date})${found.after}`, certain: true };
}

function readVersion(text: string): ParsedVersion | undefined {
  const [scopedMatch = '', name, scopedNumber] = scoped.exec(text) ?? [];
  if (scopedMatch) {
    return {
      version: `${name}@${scopedNumber}`,
      rest: text.slice(scopedMatch.length),
      certain: true,
    };
  }
  const [plain = '', prefix = '', version = ''] = bare.exec(text) ?? [];
  if (version && !/[.\d]x$/i.test(version)) {
    const certain = prefix !== '' || /^\d+\./.test(version);
    return { version, rest: text.slice(plain.length), certain };
  }
  const [title = '', namedVersion] = named.exec(text) ?? [];
  if (namedVersion === undefined) return undefined;
  return { version: namedVersion, rest: text.slice(title.length), certain: false };
}

/** Reads what follows a version. A heading with a name and no date is not certain. */
function describeRest(
  parsed: ParsedVersion & { unreleased?: true },
): Omit<VersionHeading, 'yanked'> {
  const found = findDate(parsed.rest);
  const undated = found
    ? `${found.before.replace(/\breleased?(?: on)?\b:?/i, '')} ${found.after}`
    : parsed.rest;
  const unreleased = parsed.unreleased ?? unreleasedLater.test(undated);
  const title = nameIn(undated.replace(unreleasedLater, ''));
  const certain = unreleased || (parsed.certain && (found !== undefined || title === ''));
  return { version: parsed.version, unreleased, date: found?.date ?? null, title, certain };
}

function nameIn(rest: string): string {
  const name = trimSeparators(rest.replace(/\(\s*\)/g, ' ').replace(/\s+/g, ' '));
  const [, wrapped] = /^\(([^()]*)\)$|^["“']([^"”']*)["”']$/.exec(name)?.filter(Boolean) ?? [];
  return wrapped ?? name;
}

function trimSeparators(text: string): string {
  return text.replace(/^[\s\-–—:;,./|·•]+/, '').replace(/[\s\-–—:;,/|·•]+$/, '');
}

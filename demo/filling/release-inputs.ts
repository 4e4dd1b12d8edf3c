import type {
  ChangelogEntry,
  ParsedChangelog,
} from '../../api/imports/changelog/parsed-changelog.ts';
import { type ReleaseCreate, releaseCreate } from '../../contract/releases.ts';
import { timetable } from '../script/timetable.ts';

/** The bold words at the beginning of a note are its title. */
const boldTitle = /^\*\*(.+?)\*\*\s*/;

/** A line end within a paragraph. It becomes a space, because the editor keeps line ends. */
const softLineBreak = /(?<=\S)\n(?=[^\s-])/g;

/** Returns the content of each release of `releases.md`, by version. */
export function releaseInputsOf({ releases }: ParsedChangelog): Map<string, ReleaseCreate> {
  const entries = new Map(timetable.map((entry) => [entry.version, entry]));
  return new Map(
    releases.map(({ version, title, entries: notes }) => {
      const { major = false, pinned = false } = entries.get(version) ?? {};
      const input = { version, title, major, pinned, notes: notes.map(toNote) };
      return [version, releaseCreate.parse(input)];
    }),
  );
}

/**
 * A sentence that begins in bold ("**Reminders** are sent …") has no title: as a title, the bold
 * words would be missing from it.
 */
function toNote({ kind, body: wrapped }: ChangelogEntry) {
  const body = wrapped.replaceAll(softLineBreak, ' ');
  const title = boldTitle.exec(body)?.[1] ?? '';
  if (!title.endsWith('.')) return { kind, title: '', body };
  return { kind, title: title.slice(0, -1), body: body.replace(boldTitle, '') };
}

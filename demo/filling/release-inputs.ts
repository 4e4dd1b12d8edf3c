import type {
  ChangelogEntry,
  ParsedChangelog,
} from '../../api/imports/changelog/parsed-changelog.ts';
import { type ReleaseCreate, releaseCreate } from '../../contract/releases.ts';
import { timetable } from '../script/timetable.ts';

/** The first bold words of a note are its title. */
const boldTitle = /^\*\*(.+?)\*\*\s*/;

/** Where a line of the file ends and its paragraph goes on: in the editor each line stands for itself. */
const softLineBreak = /(?<=\S)\n(?=[^\s-])/g;

/** What each release of `releases.md` says, by version. */
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

/** A sentence that begins in bold ("**Reminders** are sent …") has no title: it would lose its head. */
function toNote({ kind, body: wrapped }: ChangelogEntry) {
  const body = wrapped.replaceAll(softLineBreak, ' ');
  const title = boldTitle.exec(body)?.[1] ?? '';
  if (!title.endsWith('.')) return { kind, title: '', body };
  return { kind, title: title.slice(0, -1), body: body.replace(boldTitle, '') };
}

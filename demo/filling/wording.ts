import type { Changelog, ChangelogEntry } from '../../api/imports/changelog/changelog.ts';
import { type ReleaseCreate, releaseCreate } from '../../contract/releases.ts';
import { timetable } from '../script/timetable.ts';

/** The first bold words of a note are its title. */
const titled = /^\*\*(.+?)\*\*\s*/;

/** Where a line of the file ends and its paragraph goes on: in the editor each line stands for itself. */
const inParagraph = /(?<=\S)\n(?=[^\s-])/g;

/** What each release of `releases.md` says, by version. */
export function wordingsOf({ releases }: Changelog): Map<string, ReleaseCreate> {
  const entries = new Map(timetable.map((entry) => [entry.version, entry]));
  return new Map(
    releases.map(({ version, title, entries: notes }) => {
      const { major = false, pinned = false } = entries.get(version) ?? {};
      const written = { version, title, major, pinned, notes: notes.map(toNote) };
      return [version, releaseCreate.parse(written)];
    }),
  );
}

/** A sentence that begins in bold ("**Reminders** are sent …") has no title: it would lose its head. */
function toNote({ kind, body: wrapped }: ChangelogEntry) {
  const body = wrapped.replaceAll(inParagraph, ' ');
  const title = titled.exec(body)?.[1] ?? '';
  if (!title.endsWith('.')) return { kind, title: '', body };
  return { kind, title: title.slice(0, -1), body: body.replace(titled, '') };
}

import type { Listing } from '../feed/page.ts';
import type { VisibleRelease } from '../releases/visible.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type Addresses, addressesOf } from './addresses.ts';
import { feedDate } from './feed-date.ts';
import { type Style, styleFor } from './page/style.ts';
import { printable } from './plain-text.ts';

/** A release as the public page shows it. All text in it can be printed. */
export interface PublicRelease
  extends Pick<
    VisibleRelease,
    'id' | 'displayDate' | 'publishedAt' | 'major' | 'pinned' | 'position' | 'notes'
  > {
  /** What it is called in a word: its title, else its version. */
  name: string;
  version: string;
  title: string;
  /** Its path. */
  address: string;
}

/** All that a project's public page and its feeds show, whoever asks. */
export interface PublicChangelog extends Listing<PublicRelease> {
  /** Another one each time: what was drawn of the last one is not asked for again. */
  serial: number;
  /** The project's. */
  id: string;
  name: string;
  url: string | null;
  /** When something that it shows was last published, or the project made: as feeds tell it. */
  updatedAt: string;
  addresses: Addresses;
  style: Style;
  /** By the last part of their address, and by id. */
  releases: ReadonlyMap<string, PublicRelease>;
}

/** What is made of characters alone that nobody can see. */
const unnamed = 'Unnamed';

let lastSerial = 0;

/** What the public page shows of a snapshot, at this address of the server. */
export function compileChangelog(snapshot: Snapshot, publicUrl: string): PublicChangelog {
  const { project } = snapshot;
  const addresses = addressesOf(publicUrl, project.slug);
  const releases = snapshot.releases.map((release) => toPublic(release, addresses));
  lastSerial += 1;
  return {
    id: project.id,
    name: printable(project.name).trim() || unnamed,
    url: project.url,
    updatedAt: releases.map(feedDate).sort().at(-1) ?? project.createdAt,
    serial: lastSerial,
    addresses,
    style: styleFor(project.theme),
    pinned: releases.filter(({ pinned }) => pinned),
    ordinary: releases.filter(({ pinned }) => !pinned),
    releases: byAddress(snapshot.releases, releases),
  };
}

/** What a version says wins over an id, though nobody names a version like that. */
function byAddress(
  sources: readonly VisibleRelease[],
  publicReleases: readonly PublicRelease[],
): Map<string, PublicRelease> {
  const byId = new Map(publicReleases.map((release) => [release.id, release]));
  const byVersion = sources.flatMap(({ id, version }) => {
    const release = byId.get(id);
    return release ? [[version, release] as const] : [];
  });
  return new Map([...byId, ...byVersion]);
}

function toPublic(release: VisibleRelease, addresses: Addresses): PublicRelease {
  const { id, displayDate, publishedAt, major, pinned, position } = release;
  const version = printable(release.version).trim() || unnamed;
  const title = printable(release.title).trim();
  return {
    ...{ id, displayDate, publishedAt, major, pinned, position },
    ...{ version, title, name: title || version },
    address: addresses.release(release),
    notes: release.notes.map((note) => ({
      ...note,
      title: printable(note.title).trim(),
      html: printable(note.html),
    })),
  };
}

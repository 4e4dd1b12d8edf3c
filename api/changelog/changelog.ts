import type { Listing } from '../feed/page.ts';
import type { VisibleRelease } from '../releases/visible.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type Addresses, addressesOf } from './addresses.ts';
import { feedDate } from './feed-date.ts';
import { type Style, styleFor } from './page/style.ts';
import { printable } from './plain-text.ts';

/** A release as the public page shows it, in printable text. */
export interface PublicRelease
  extends Pick<
    VisibleRelease,
    'id' | 'displayDate' | 'publishedAt' | 'major' | 'pinned' | 'position' | 'notes'
  > {
  /** The title, or the version if there is no title. */
  name: string;
  version: string;
  title: string;
  /** The path of its own page. */
  address: string;
}

/** What a project's public page and its feeds show to every reader. */
export interface PublicChangelog extends Listing<PublicRelease> {
  /** Different for each compilation, so that cached pages of an earlier one are not used. */
  serial: number;
  /** The project's id. */
  id: string;
  name: string;
  url: string | null;
  /** The latest `feedDate` of its releases, or the project's creation if there are none. */
  updatedAt: string;
  addresses: Addresses;
  style: Style;
  /** By version, the last segment of their address, and by id. */
  releases: ReadonlyMap<string, PublicRelease>;
}

/** The name of anything that consists only of invisible characters. */
const unnamed = 'Unnamed';

let lastSerial = 0;

/** Compiles what the public page shows of a snapshot, for a server at `publicUrl`. */
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

/** A version takes precedence over an id, although a version is unlikely to look like one. */
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

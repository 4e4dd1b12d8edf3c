import type { Deps } from '../deps.ts';
import type { Listing } from '../feed/page.ts';
import { getProject } from '../projects/projects.ts';
import type { VisibleRelease } from '../releases/visible.ts';
import { readShown, type Span } from '../snapshot/snapshot-cache.ts';
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
export interface Changelog extends Listing<PublicRelease> {
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
  span: Span;
}

/** What is made of characters alone that nobody can see. */
const unnamed = 'Unnamed';

let compiled = 0;

/** Reads it as it is now. Throws `not_found`. */
export async function compileChangelog(deps: Deps, projectId: string): Promise<Changelog> {
  const now = deps.clock();
  // Before the releases: should they change meanwhile, the change is noticed and all is read anew.
  const project = await getProject(deps.database.reader, projectId);
  const { visible, span } = await readShown(deps, projectId, now);
  const addresses = addressesOf(publicUrlOf(deps), project.slug);
  const releases = visible.releases.map((release) => toPublic(release, addresses));
  compiled += 1;
  return {
    id: project.id,
    name: printable(project.name).trim() || unnamed,
    url: project.url,
    updatedAt: releases.map(feedDate).sort().at(-1) ?? project.createdAt,
    serial: compiled,
    addresses,
    style: styleFor(project.theme),
    pinned: releases.filter(({ pinned }) => pinned),
    ordinary: releases.filter(({ pinned }) => !pinned),
    releases: byAddress(visible.releases, releases),
    span,
  };
}

/** With port 0 the system has chosen one. */
function publicUrlOf({ config, ports }: Pick<Deps, 'config' | 'ports'>): string {
  return config.publicUrl.replace(/:0$/, `:${ports.api}`);
}

/** What a version says wins over an id, though nobody names a version like that. */
function byAddress(
  stored: readonly VisibleRelease[],
  shown: readonly PublicRelease[],
): Map<string, PublicRelease> {
  const byId = new Map(shown.map((release) => [release.id, release]));
  const byVersion = stored.flatMap(({ id, version }) => {
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

import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { pageOf } from '../feed/page.ts';
import { memoizeBySnapshot } from '../snapshot/memoize-by-snapshot.ts';
import type { FeedName } from './addresses.ts';
import { compileChangelog, type PublicChangelog } from './changelog.ts';
import { feedFile } from './feed-files.ts';
import { listPage, missingPage, releasePage } from './page/page.ts';
import { createPageCache, type RenderedBody, toRenderedBody } from './page-cache.ts';
import { createSlugs } from './slugs.ts';

/** A page of a project, or its page for a release that does not exist. */
export interface PublicPage extends RenderedBody {
  status: 200 | 404;
  policy: string;
}

export interface PublicFeed extends RenderedBody {
  updatedAt: string;
}

/** The public page and its feeds, from memory while nothing has changed. */
export interface PublicPages {
  /** Returns the path of a project's page. All methods throw `not_found` for an unknown project. */
  home(slug: string): Promise<string>;
  /** Throws `invalid_body` for a `before` that the server never sent. */
  list(slug: string, before: string | undefined, locale: string): Promise<PublicPage>;
  /** `name` is the last part of the release's address, decoded. */
  release(slug: string, name: string, locale: string): Promise<PublicPage>;
  feed(slug: string, name: FeedName): Promise<PublicFeed>;
  /** The ids of all projects. */
  ids(): Promise<string[]>;
  /** Reads a project's page into memory if it is not there yet. Throws `not_found`. */
  warm(projectId: string): Promise<void>;
}

/** Reads the database only after a change. */
export function createPublicPages(deps: Deps): PublicPages {
  const idsBySlug = createSlugs(deps);
  const changelogOf = memoizeBySnapshot((snapshot) =>
    compileChangelog(snapshot, publicUrlOf(deps)),
  );
  const pageCache = createPageCache();

  async function get(slug: string): Promise<PublicChangelog> {
    const projectId = (await idsBySlug()).get(slug);
    if (projectId === undefined) throw noSuchPage();
    return changelogOf(await deps.snapshots.get(projectId));
  }

  return {
    home: async (slug) => (await get(slug)).addresses.home,
    async list(slug, before, locale) {
      const changelog = await get(slug);
      const page = pageOf(changelog, before);
      const key = `${changelog.serial} page ${page.key} ${locale}`;
      const rendered = pageCache.get(key, () => `${listPage(changelog, page, locale)}`);
      return { ...rendered, status: 200, policy: changelog.style.policy };
    },
    async release(slug, name, locale) {
      const changelog = await get(slug);
      const { policy } = changelog.style;
      const release = changelog.releases.get(name);
      if (!release) return { ...toRenderedBody(`${missingPage(changelog)}`), status: 404, policy };
      const key = `${changelog.serial} release ${release.id} ${locale}`;
      const rendered = pageCache.get(key, () => `${releasePage(changelog, release, locale)}`);
      return { ...rendered, status: 200, policy };
    },
    async feed(slug, name) {
      const changelog = await get(slug);
      const { entries } = pageOf(changelog, undefined);
      const key = `${changelog.serial} feed ${name}`;
      const rendered = pageCache.get(key, () => feedFile(changelog, entries, name));
      return { ...rendered, updatedAt: changelog.updatedAt };
    },
    ids: async () => [...(await idsBySlug()).values()],
    async warm(projectId) {
      await idsBySlug();
      changelogOf(await deps.snapshots.get(projectId));
    },
  };
}

/** Port 0 is replaced by the port that the system chose. */
function publicUrlOf({ config, ports }: Pick<Deps, 'config' | 'ports'>): string {
  return config.publicUrl.replace(/:0$/, `:${ports.api}`);
}

function noSuchPage(): AppError {
  return new AppError('not_found', 'No project has this address. Check the address for mistakes.');
}

import { limits } from '../../../contract/vocabulary.ts';
import { cursorOf, type ListingPage } from '../../feed/page.ts';
import { html, type Markup } from '../../http/markup.ts';
import { type FeedName, feedNames } from '../addresses.ts';
import type { PublicChangelog, PublicRelease } from '../changelog.ts';
import { htmlToText, shorten } from '../plain-text.ts';
import { releaseDetail, releaseListItem } from './release-view.ts';
import { type Head, projectDocument } from './shell.ts';

/** The label of each feed, its media type, and its operation in the API description. */
export const feeds: Record<FeedName, { label: string; mediaType: string; operation: string }> = {
  'rss.xml': { label: 'RSS', mediaType: 'application/rss+xml', operation: 'getRss' },
  'atom.xml': { label: 'Atom', mediaType: 'application/atom+xml', operation: 'getAtom' },
  'feed.json': { label: 'JSON Feed', mediaType: 'application/feed+json', operation: 'getJsonFeed' },
};

const maxDescriptionChars = 200;

/** Renders the pinned and the newest releases, or older ones, in the order of the panel. */
export function listPage(
  changelog: PublicChangelog,
  page: ListingPage<PublicRelease>,
  locale: string,
): Markup {
  const { name, addresses } = changelog;
  const { older, newer, self } = neighboursOf(changelog, page);
  const heading = `What’s new in ${name}`;
  return projectDocument(changelog, {
    head: headOf(changelog, { title: heading, address: self, description: summaryOf(name, page) }),
    main: html`<div class="opening"><h1>What’s new${self !== addresses.home && ': older releases'}</h1>
<p class="lede">${followLinks(changelog)}</p></div>
${page.entries.map((release) => releaseListItem(release, locale))}
${page.entries.length === 0 && emptyState}
${
  (older || newer) &&
  html`<nav class="older" aria-label="More releases">
${newer ? html`<a href="${newer}" rel="prev">Newer releases</a>` : html`<span></span>`}
${older && html`<a href="${older}" rel="next">Older releases</a>`}
</nav>`
}`,
  });
}

/** Renders one release by itself, for links that are shared. */
export function releasePage(
  changelog: PublicChangelog,
  release: PublicRelease,
  locale: string,
): Markup {
  const { name: product, addresses } = changelog;
  const { version, title, address, publishedAt } = release;
  const heading = title ? `${title} (${version})` : version;
  return projectDocument(changelog, {
    head: headOf(changelog, {
      title: `${heading} · ${product}`,
      address,
      description: descriptionOf(release) || `What’s new in ${product} ${version}.`,
      publishedAt,
    }),
    main: html`<div class="opening"><a class="back" href="${addresses.home}">All releases of ${product}</a>
${releaseDetail(release, locale)}</div>`,
  });
}

/** Covers missing and withdrawn releases alike, so that it does not reveal which it is. */
export function missingPage(changelog: PublicChangelog): Markup {
  return projectDocument(changelog, {
    head: {
      title: `Release not found · ${changelog.name}`,
      rest: html`<meta name="robots" content="noindex">`,
    },
    main: html`<div class="opening"><h1>Release not found</h1>
<p class="lede">The release may have been withdrawn, or the address may be wrong.</p>
<p class="lede"><a href="${changelog.addresses.home}">All releases of ${changelog.name}</a></p></div>`,
  });
}

const emptyState = html`<div class="empty"><h2>No releases yet</h2>
<p>Updates will appear here.</p></div>`;

/** Returns the names of the newest releases, as many as fit. */
function summaryOf(product: string, { entries }: ListingPage<PublicRelease>): string {
  const names = entries
    .slice(0, 5)
    .map(({ name, version, title }) => (title ? `${name} (${version})` : name));
  const start = `What’s new in ${product}`;
  return names.length === 0
    ? `${start}.`
    : shorten(`${start}: ${names.join(', ')}`, maxDescriptionChars);
}

function descriptionOf({ notes }: PublicRelease): string {
  const texts = notes.slice(0, 5).map(({ title, html }) => asSentence(title) + htmlToText(html));
  return shorten(texts.filter(Boolean).join(' '), maxDescriptionChars);
}

function asSentence(title: string): string {
  return title && (/[.!?…:]$/.test(title) ? `${title} ` : `${title}. `);
}

function followLinks({ addresses }: PublicChangelog): Markup {
  const [rss, atom, json] = feedNames.map(
    (name) => html`<a href="${addresses.feed(name)}">${feeds[name].label}</a>`,
  );
  return html`Subscribe via ${rss}, ${atom} or ${json}.`;
}

/** Returns the metadata for search engines, link previews and feed readers. */
function headOf(
  { name, addresses }: PublicChangelog,
  page: { title: string; address: string; description: string; publishedAt?: string },
): Head {
  const { title, address, description, publishedAt } = page;
  const url = addresses.absolute(address);
  const alternates = feedNames.map(
    (feed) =>
      html`<link rel="alternate" type="${feeds[feed].mediaType}" title="${name}: ${feeds[feed].label}" href="${addresses.absolute(addresses.feed(feed))}">\n`,
  );
  return {
    title,
    rest: html`<link rel="canonical" href="${url}">
${alternates}<meta name="description" content="${description}">
<meta property="og:type" content="${publishedAt ? 'article' : 'website'}">
<meta property="og:site_name" content="${name}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${url}">
${publishedAt && html`<meta property="article:published_time" content="${publishedAt}">`}
<meta name="twitter:card" content="summary">`,
  };
}

/** The paths of a page and of the pages before and after it. */
interface Neighbours {
  /** The canonical path of the page. */
  self: string;
  newer: string | undefined;
  older: string | undefined;
}

/** Paths name the last release before a page, so that a new release does not shift old links. */
function neighboursOf(
  { ordinary, addresses }: PublicChangelog,
  page: ListingPage<PublicRelease>,
): Neighbours {
  const start = page.key === 'first' ? 0 : Number(page.key);
  const startingAt = (index: number) => {
    const before = ordinary[index - 1];
    return addresses.page(before && cursorOf(before));
  };
  return {
    self: startingAt(start),
    newer: start > 0 ? startingAt(Math.max(0, start - limits.panelReleases)) : undefined,
    older: page.next === undefined ? undefined : addresses.page(page.next),
  };
}

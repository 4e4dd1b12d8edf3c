import { Feed, type FeedOptions } from 'feed';
import { html, raw } from '../http/markup.ts';
import type { FeedName } from './addresses.ts';
import type { PublicChangelog, PublicRelease } from './changelog.ts';
import { feedDate } from './feed-date.ts';
import { groupNotes, kindLabels } from './page/release-view.ts';

/** Returns the releases of the first page in one of the three formats. */
export function feedFile(
  changelog: PublicChangelog,
  releases: readonly PublicRelease[],
  name: FeedName,
): string {
  return writers[name](changelog, releases);
}

type Writer = (changelog: PublicChangelog, releases: readonly PublicRelease[]) => string;

const writers: Record<FeedName, Writer> = {
  // Readers treat an RSS title as HTML, so a title that is text is escaped once more (RSS Advisory
  // Board, RSS Best Practices Profile, "Character data").
  'rss.xml': (...args) => xmlFeed('rss.xml', args, escaped).rss2(),
  // The package marks Atom titles as HTML (RFC 4287, 3.1.1.2).
  'atom.xml': (...args) => xmlFeed('atom.xml', args, escaped).atom1(),
  'feed.json': jsonFeed,
};

function xmlFeed(
  self: FeedName,
  [changelog, releases]: Parameters<Writer>,
  itemTitle: (title: string) => string,
): Feed {
  const feed = new Feed(optionsOf(changelog, self));
  for (const release of releases) {
    feed.addItem({
      title: itemTitle(titleOf(release)),
      id: idOf(release),
      link: changelog.addresses.absolute(release.address),
      date: new Date(feedDate(release)),
      published: new Date(feedDate(release)),
      content: cdata(contentOf(release)),
    });
  }
  return feed;
}

function optionsOf(changelog: PublicChangelog, self: FeedName): FeedOptions {
  const { name, addresses, updatedAt } = changelog;
  const asTitle = (text: string) => asText(self === 'rss.xml' ? escaped(text) : text);
  return {
    id: idOf(changelog),
    title: asTitle(`What’s new in ${name}`),
    description: asTitle(`Release notes for ${name}`),
    link: addresses.absolute(addresses.home),
    feed: addresses.absolute(addresses.feed(self)),
    updated: new Date(updatedAt),
    author: { name: asText(name) },
    generator: 'Tidings',
  };
}

/** Follows jsonfeed.org/version/1.1; the package writes version 1 only. */
function jsonFeed(
  { name, url, addresses }: PublicChangelog,
  releases: readonly PublicRelease[],
): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: `What’s new in ${name}`,
    home_page_url: addresses.absolute(addresses.home),
    feed_url: addresses.absolute(addresses.feed('feed.json')),
    description: `Release notes for ${name}`,
    authors: [{ name, ...(url && { url }) }],
    items: releases.map((release) => ({
      id: idOf(release),
      url: addresses.absolute(release.address),
      title: titleOf(release),
      content_html: contentOf(release),
      date_published: feedDate(release),
    })),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

function titleOf({ version, title }: PublicRelease): string {
  return title ? `${version}: ${title}` : version;
}

/** The same in all formats, even after names and addresses change (RFC 9562, 4). */
function idOf({ id }: Pick<PublicRelease, 'id'>): string {
  return `urn:uuid:${id}`;
}

/** Returns the notes as clean HTML that needs no style sheet. Their links are already absolute. */
function contentOf({ notes }: PublicRelease): string {
  const groups = groupNotes(notes).map(
    ({ kind, notes }) => html`<h3>${kindLabels[kind]}</h3>
${notes.map(({ title, html: body }) => html`${title && html`<h4>${title}</h4>\n`}${raw(body)}\n`)}`,
  );
  return `${html`${groups}`}`.trim();
}

/** Escapes `&`, because the package replaces `&amp;` by `&` in the texts that it writes. */
function asText(text: string): string {
  return text.replaceAll('&', '&amp;');
}

/** Escapes `]]>`, because the package splits only the first end of a CDATA section. */
function cdata(text: string): string {
  return text.replaceAll(']]>', ']]&gt;');
}

function escaped(text: string): string {
  return `${html`${text}`}`;
}

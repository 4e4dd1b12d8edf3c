import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Words } from '../locales/words.ts';
import type { FeedReader } from './feed/feed-reader.ts';
import { timeAgo } from './time-ago.ts';

/**
 * What is to be said in place of the releases: that they are on their way or do not come, that there
 * are none, or that none is `found`.
 */
export function leadView(
  reader: FeedReader,
  words: Words,
  found: number,
): TemplateResult | typeof nothing {
  if (!reader.pages[0]) {
    if (reader.state !== 'failed') return skeletonView(words);
    return emptyView(words.failed, words.failedHint, retryView(reader, words));
  }
  if (!reader.releases[0]) return emptyView(words.empty, words.emptyHint);
  return found ? nothing : emptyView(words.noMatch, words.noMatchHint);
}

/**
 * That the server is away, and from when this is. It stands below the releases: above them it would
 * push away what is being read.
 */
export function staleView(reader: FeedReader, words: Words): TemplateResult | typeof nothing {
  if (reader.state !== 'failed' || !reader.pages[0]) return nothing;
  return lineView(staleText(reader, words), retryView(reader, words));
}

function retryView(reader: FeedReader, words: Words): TemplateResult {
  return html`<button @click=${() => reader.refresh()}>${words.retry}</button>`;
}

/** A quiet line beside the releases. */
export function lineView(text: string, action?: TemplateResult): TemplateResult {
  return html`<div class="line" role="status"><p>${text}</p>${action}</div>`;
}

function staleText(reader: FeedReader, words: Words): string {
  const text = navigator.onLine ? words.stale : words.offline;
  return text.replace('{when}', timeAgo(reader.readAt, Date.now(), reader.locale));
}

function emptyView(title: string, hint: string, action?: TemplateResult): TemplateResult {
  return html`<div class="empty" role="status"><h3>${title}</h3><p>${hint}</p>${action}</div>`;
}

function skeletonView(words: Words): TemplateResult {
  const bone = html`<div class="bone"></div>`;
  return html`<p class="heard" role="status">${words.loading}</p>${bone}${bone}${bone}`;
}

/** The way to older releases: it is pressed by whoever scrolls there, or by hand. */
export function olderView(reader: FeedReader, words: Words): TemplateResult | typeof nothing {
  if (!reader.hasOlder) return nothing;
  return html`<button class="older" @click=${() => reader.readOlder()}>${
    reader.readingOlder ? words.loading : words.older
  }</button>`;
}

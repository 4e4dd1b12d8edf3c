import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Messages } from '../locales/messages.ts';
import type { FeedReader } from './feed/feed-reader.ts';
import { timeAgo } from './time-ago.ts';

/**
 * The message in place of the releases: that they are loading or could not be loaded, that there
 * are none, or that none match. Nothing if `matchCount` is above 0.
 */
export function placeholderView(
  reader: FeedReader,
  messages: Messages,
  matchCount: number,
): TemplateResult | typeof nothing {
  if (!reader.pages[0]) {
    if (reader.state !== 'failed') return skeletonView(messages);
    return emptyView(messages.failed, messages.failedHint, retryView(reader, messages));
  }
  if (!reader.releases[0]) return emptyView(messages.empty, messages.emptyHint);
  return matchCount ? nothing : emptyView(messages.noMatch, messages.noMatchHint);
}

/**
 * The notice that the server cannot be reached, with the age of what is shown. It is below the
 * releases: above them it would push away what is being read.
 */
export function staleView(reader: FeedReader, messages: Messages): TemplateResult | typeof nothing {
  if (reader.state !== 'failed' || !reader.pages[0]) return nothing;
  return noticeView(staleText(reader, messages), retryView(reader, messages));
}

function retryView(reader: FeedReader, messages: Messages): TemplateResult {
  return html`<button @click=${() => reader.refresh()}>${messages.retry}</button>`;
}

/** A one-line notice above or below the releases. */
export function noticeView(text: string, action?: TemplateResult): TemplateResult {
  return html`<div class="line" role="status"><p>${text}</p>${action}</div>`;
}

function staleText(reader: FeedReader, messages: Messages): string {
  const text = navigator.onLine ? messages.stale : messages.offline;
  return text.replace('{when}', timeAgo(reader.loadedAt, Date.now(), reader.locale));
}

function emptyView(title: string, hint: string, action?: TemplateResult): TemplateResult {
  return html`<div class="empty" role="status"><h3>${title}</h3><p>${hint}</p>${action}</div>`;
}

function skeletonView(messages: Messages): TemplateResult {
  const bone = html`<div class="bone"></div>`;
  return html`<p class="heard" role="status">${messages.loading}</p>${bone}${bone}${bone}`;
}

/** The button that loads older releases; scrolling near it loads them too. */
export function olderView(reader: FeedReader, messages: Messages): TemplateResult | typeof nothing {
  if (!reader.hasOlder) return nothing;
  return html`<button class="older" @click=${() => reader.loadOlder()}>${
    reader.isLoadingOlder ? messages.loading : messages.older
  }</button>`;
}

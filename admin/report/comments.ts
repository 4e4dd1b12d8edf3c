import { html, nothing, type TemplateResult } from 'lit';
import type { Response } from '../../contract/responses.ts';
import { ratingScales, ratingsOf } from '../../contract/survey-kinds.ts';
import { face } from '../../widget/surveys/faces.ts';
import { headingView } from '../elements/definition-button.ts';
import '../elements/relative-time.ts';
import { emptyView } from '../elements/state-views.ts';
import { countOf } from '../formats.ts';
import { queryOf } from '../router.ts';
import { definitions } from './definitions.ts';
import { ratingView } from './rating-view.ts';
import { ratingWord, reasonWord, stateWords, surfaceWords } from './words.ts';

/** How many comments are read at once. */
export const commentsPerPage = '20';

/** The best first. */
const ratings = ratingsOf(ratingScales.csat).reverse();

/** What is shown of the comments so far, where they go on, and how many have come since. */
export interface Comments {
  shown: Response[];
  next: string | undefined;
  fresh: number;
}

/** The rating that the address asks for; empty for all. */
export function ratingIn(query: URLSearchParams): string {
  return ratings.map(String).find((one) => one === query.get('rating')) ?? '';
}

/** How many of the newest comments are not among those that are shown. */
export function countFresh(newest: readonly Response[], shown: readonly Response[]): number {
  const known = new Set(shown.map(({ id }) => id));
  return newest.filter(({ id }) => !known.has(id)).length;
}

/** The heading, and one link for each rating: a filter is an address to be shared. */
export function commentsHeadView(path: string, chosen: string): TemplateResult {
  const linkView = (rating: string, words: string | TemplateResult, name: string) =>
    html`<a href="${path}${queryOf({ rating })}" aria-label=${name}
      aria-current=${rating === chosen ? 'true' : nothing}>${words}</a>`;
  return html`<div class="comments-head">${headingView('Comments', definitions.comments)}
    <nav class="states" aria-label="Rating">${linkView('', 'All', 'All ratings')}${ratings.map(
      (rating) =>
        linkView(
          String(rating),
          html`${face(rating)}${rating}`,
          `Only rated ${rating}, ${ratingWord(rating)}`,
        ),
    )}</nav></div>`;
}

/** The list; what has come since waits above it, so that nothing moves that is being read. */
export function commentsView(
  { shown, next, fresh }: Comments,
  chosen: string,
  deeds: { onFresh: () => void; onMore: () => void; isLoading: boolean },
): TemplateResult {
  return html`<div role="status" class="fresh">${
    fresh > 0
      ? html`<button @click=${deeds.onFresh}>Show ${countOf(fresh, 'new comment')}</button>`
      : nothing
  }</div>
  ${shown.length === 0 ? noneView(chosen) : html`<ol class="comments">${shown.map(commentView)}</ol>`}
  ${
    next
      ? html`<p class="more"><button aria-busy=${deeds.isLoading} @click=${deeds.onMore}>Load more</button></p>`
      : nothing
  }`;
}

function noneView(chosen: string): TemplateResult {
  return chosen
    ? emptyView('No comment beside this rating', 'Look at another rating, or at all of them.')
    : emptyView(
        'No comments yet',
        'Visitors are offered a few words after they have rated; they appear here within seconds.',
      );
}

/** What a visitor wrote is text, in whatever direction its language runs. */
function commentView(response: Response): TemplateResult {
  const { rating, comment, answers, state, updatedAt, edited, inWindow } = response;
  const reasons = Object.values(answers).flatMap((answer) => (Array.isArray(answer) ? answer : []));
  const marks = [!inWindow && 'After 14 days', stateWords[state]];
  return html`<li>
    <div class="said">${rating === null ? 'No rating' : ratingView(rating)}${marks.map((mark) => (mark ? html`<span class="chip warn">${mark}</span>` : nothing))}
      <span class="note when"><relative-time .at=${updatedAt}></relative-time>${edited ? ' · edited' : nothing}</span></div>
    <p class="words" dir="auto">${comment}</p>
    ${reasons.length > 0 ? html`<p class="reasons">${reasons.map((one) => html`<span class="chip">${reasonWord(one)}</span>`)}</p>` : nothing}
    <p class="note by">${byView(response)}</p></li>`;
}

const whoWords: Record<Response['standing'], string> = {
  verified: 'Verified',
  anonymous: 'Anonymous',
  staff: 'Staff',
  bot: 'Known bot',
};

function byView({ visitor, standing, account, surface, version, locale }: Response) {
  const facts = [account, surfaceWords[surface], version && `Version ${version}`, locale];
  const who = whoWords[standing];
  return html`<bdi>${visitor}</bdi> <span class="chip ${standing === 'verified' ? 'calm' : ''}">${who}</span>
    ${facts.map((fact) => (fact ? html`<span class="fact"><bdi>${fact}</bdi></span>` : nothing))}`;
}

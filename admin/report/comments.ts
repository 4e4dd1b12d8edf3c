import { html, nothing, type TemplateResult } from 'lit';
import type { Response } from '../../contract/responses.ts';
import { ratingScales, ratingsOf } from '../../contract/survey-kinds.ts';
import { faceView } from '../../widget/surveys/faces.ts';
import { headingView } from '../elements/definition-button.ts';
import '../elements/relative-time.ts';
import { emptyView } from '../elements/state-views.ts';
import { formatCount } from '../formats.ts';
import { queryOf } from '../router.ts';
import { definitions } from './definitions.ts';
import { channelLabels, ratingLabel, reasonLabel, responseStateLabels } from './labels.ts';
import { ratingView } from './rating-view.ts';

/** The number of comments in a page. */
export const commentsPerPage = '20';

/** The ratings, the best first. */
const ratings = ratingsOf(ratingScales.csat).reverse();

/** The comments that are shown, the address of the next page, and the number of newer comments. */
export interface LoadedComments {
  comments: Response[];
  next: string | undefined;
  newCount: number;
}

/** The rating in the address; empty for all. */
export function ratingIn(query: URLSearchParams): string {
  return ratings.map(String).find((one) => one === query.get('rating')) ?? '';
}

/** The number of the newest comments that are not shown. */
export function countNewComments(newest: readonly Response[], loaded: readonly Response[]): number {
  const loadedIds = new Set(loaded.map(({ id }) => id));
  return newest.filter(({ id }) => !loadedIds.has(id)).length;
}

/** The heading, and one link for each rating, so that a filtered list can be shared. */
export function commentsHeadingView(path: string, selected: string): TemplateResult {
  const linkView = (rating: string, label: string | TemplateResult, name: string) =>
    html`<a href="${path}${queryOf({ rating })}" aria-label=${name}
      aria-current=${rating === selected ? 'true' : nothing}>${label}</a>`;
  return html`<div class="comments-head">${headingView('Comments', definitions.comments)}
    <nav class="states" aria-label="Rating">${linkView('', 'All', 'All ratings')}${ratings.map(
      (rating) =>
        linkView(
          String(rating),
          html`${faceView(rating)}${rating}`,
          `Only rated ${rating}, ${ratingLabel(rating)}`,
        ),
    )}</nav></div>`;
}

/** The list. Newer comments wait for a click above it, so that nothing moves while it is read. */
export function commentsView(
  { comments, next, newCount }: LoadedComments,
  selected: string,
  actions: { onShowNew: () => void; onMore: () => void; isLoading: boolean },
): TemplateResult {
  return html`<div role="status" class="new-items">${
    newCount > 0
      ? html`<button @click=${actions.onShowNew}>Show ${formatCount(newCount, 'new comment')}</button>`
      : nothing
  }</div>
  ${comments.length === 0 ? emptyCommentsView(selected) : html`<ol class="comments">${comments.map(commentView)}</ol>`}
  ${
    next
      ? html`<p class="more"><button aria-busy=${actions.isLoading} @click=${actions.onMore}>Load more</button></p>`
      : nothing
  }`;
}

function emptyCommentsView(selected: string): TemplateResult {
  return selected
    ? emptyView('No comment beside this rating', 'Look at another rating, or at all of them.')
    : emptyView(
        'No comments yet',
        'Visitors are offered a few words after they have rated; they appear here within seconds.',
      );
}

/** A visitor's comment is shown as text, in the direction of its language. */
function commentView(response: Response): TemplateResult {
  const { rating, comment, answers, state, updatedAt, edited, inWindow } = response;
  const reasons = Object.values(answers).flatMap((answer) => (Array.isArray(answer) ? answer : []));
  const labels = [!inWindow && 'After 14 days', responseStateLabels[state]];
  return html`<li>
    <div class="comment-head">${rating === null ? 'No rating' : ratingView(rating)}${labels.map((label) => (label ? html`<span class="chip warn">${label}</span>` : nothing))}
      <span class="note comment-time"><relative-time .at=${updatedAt}></relative-time>${edited ? ' · edited' : nothing}</span></div>
    <p class="comment-text" dir="auto">${comment}</p>
    ${reasons.length > 0 ? html`<p class="reasons">${reasons.map((one) => html`<span class="chip">${reasonLabel(one)}</span>`)}</p>` : nothing}
    <p class="note author">${authorView(response)}</p></li>`;
}

const identityLabels: Record<Response['standing'], string> = {
  verified: 'Verified',
  anonymous: 'Anonymous',
  staff: 'Staff',
  bot: 'Known bot',
};

function authorView({ visitor, standing, account, surface, version, locale }: Response) {
  const details = [account, channelLabels[surface], version && `Version ${version}`, locale];
  const label = identityLabels[standing];
  return html`<bdi>${visitor}</bdi> <span class="chip ${standing === 'verified' ? 'calm' : ''}">${label}</span>
    ${details.map((detail) => (detail ? html`<span class="detail"><bdi>${detail}</bdi></span>` : nothing))}`;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { HeldGroup } from '../../contract/held-groups.ts';
import type { HeldState } from '../../contract/vocabulary.ts';
import { barTableView } from '../charts/bar-table.ts';
import '../elements/relative-time.ts';
import { formatCount, formatDateTime } from '../formats.ts';
import { ratingView } from '../report/rating-view.ts';

/** A decision on a group, as in its route. */
export type Decision = 'release' | 'reject';

/** The actions of members who may decide. */
export interface GroupActions {
  onDecide(group: HeldGroup, decision: Decision, button: HTMLElement): void;
  /** The group whose decision is on its way to the server. */
  busyId: string | undefined;
}

const decisions: { verb: Decision; label: string; effect: string; state: HeldGroup['state'] }[] = [
  { verb: 'release', label: 'Release', effect: 'Count them', state: 'released' },
  { verb: 'reject', label: 'Reject', effect: 'Leave them out', state: 'rejected' },
];
/** The label of each state of a group, the chip's colour, and the state's effect on the scores. */
const heldStateLabels: Record<
  HeldState,
  { label: string; colour: string; meaning: string; moving: string }
> = {
  held: {
    label: 'Held back',
    colour: 'warn',
    meaning: 'These answers don’t count yet.',
    moving: 'These answers are being taken out of the scores.',
  },
  released: {
    label: 'Released',
    colour: 'good',
    meaning: 'These answers count.',
    moving: 'These answers are being added to the scores.',
  },
  rejected: {
    label: 'Rejected',
    colour: '',
    meaning: 'These answers don’t count.',
    moving: 'These answers are being taken out of the scores.',
  },
};

const ratings = [5, 4, 3, 2, 1];
/** The number of comments that are shown at first. */
const maxOpenComments = 3;

/** One group: when it was found, its ratings, its comments and its state. */
export function groupView(group: HeldGroup, actions: GroupActions | undefined): TemplateResult {
  const { id, foundAt, state, isMoving, visitors, answers } = group;
  const { label, colour, meaning, moving } = heldStateLabels[state];
  return html`<li class="card group" id="group-${id}">
    <div class="name-line"><h2 tabindex="-1">Found <relative-time .at=${foundAt}></relative-time></h2>
      <span class="chip dotted ${colour}">${label}</span>${isMoving ? html`<span class="chip calm">Moving…</span>` : nothing}</div>
    <ul class="details figures"><li>${formatDateTime(foundAt)}</li><li>${formatCount(visitors, 'visitor')}</li><li>${formatCount(answers, 'answer')}</li></ul>
    <div class="columns"><div><h3>Ratings</h3>${ratingsView(group)}</div>
      <div><h3>Sample comments</h3>${commentsView(group.comments)}</div></div>
    <div class="decision"><p class="quiet">${isMoving ? moving : meaning}</p>
      ${actions ? html`<div class="row">${buttonsView(group, actions)}</div>` : nothing}</div></li>`;
}

/** Of a decided group, only the opposite decision is offered. Each button names its group. */
function buttonsView(group: HeldGroup, { onDecide, busyId }: GroupActions) {
  const onClick = (decision: Decision) => (event: Event) =>
    onDecide(group, decision, event.currentTarget as HTMLElement);
  return decisions.map(({ verb, label, effect, state }) =>
    group.state === state
      ? nothing
      : html`<button aria-busy=${busyId === group.id} @click=${onClick(verb)}>${label}<span class="visually-hidden">
          the group found on ${formatDateTime(group.foundAt)}:</span> <span class="effect">${effect}</span></button>`,
  );
}

function ratingsView({ ratings: counts }: HeldGroup): TemplateResult {
  const rated = counts.reduce((sum, { count }) => sum + count, 0);
  if (rated === 0) return html`<p class="quiet">No ratings.</p>`;
  const heads = {
    caption: 'How often each rating was given in this group',
    label: 'Rating',
    count: 'Answers',
    share: 'Share',
  };
  const rows = ratings.map((rating) => {
    const count = counts.find((one) => one.rating === rating)?.count ?? 0;
    const parts = [{ share: count / rated, colour: `r${rating}` }];
    return { label: ratingView(rating), count, share: count / rated, parts };
  });
  return barTableView(heads, rows);
}

/** A visitor's comment is shown as text, in the direction of its language. */
function commentsView(comments: readonly string[]): TemplateResult {
  if (comments.length === 0) return html`<p class="quiet">No comments.</p>`;
  const listView = (some: readonly string[]) =>
    html`<ul class="comments">${some.map((one) => html`<li dir="auto">${one}</li>`)}</ul>`;
  const others = comments.slice(maxOpenComments);
  return html`${listView(comments.slice(0, maxOpenComments))}${
    others.length > 0
      ? html`<details><summary>${formatCount(others.length, 'more comment')}</summary>${listView(others)}</details>`
      : nothing
  }`;
}

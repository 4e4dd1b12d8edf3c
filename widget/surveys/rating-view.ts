import { html, type TemplateResult } from 'lit/html.js';
import { define } from '../elements/define.ts';
import type { Messages } from '../locales/messages.ts';
import type { FeedTicket } from '../queue/answers.ts';
import type { Shell } from '../shell/shell.ts';
import { TidingsRating } from './rating.ts';
import { createRatingController, type Rateable } from './rating-controller.ts';

// A file of its own: it is fetched only when there is a release to rate.

define('tidings-rating', TidingsRating);

/** Renders the rating of one release. */
export type RatingView = (release: Rateable, messages: Messages) => TemplateResult;

/** Returns the view of the current visitor's ratings. */
export function createRatingView(shell: Shell, feedTicket: FeedTicket): RatingView {
  const controller = createRatingController(shell, feedTicket);
  return (release, messages) =>
    html`<tidings-rating exportparts="rating, comment" .release=${release} .messages=${messages}
      .controller=${controller} .quiet=${shell.visitor.switches.neverAsk}></tidings-rating>`;
}

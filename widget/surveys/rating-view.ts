import { html, type TemplateResult } from 'lit/html.js';
import { define } from '../elements/define.ts';
import type { Words } from '../locales/words.ts';
import type { Asked } from '../queue/answers.ts';
import type { Shell } from '../shell/shell.ts';
import { createAnswerDesk, type Rateable } from './answer-desk.ts';
import { TidingsRating } from './rating.ts';

// A file of its own: it is the part that is fetched when there is a release to rate.

define('tidings-rating', TidingsRating);

/** Draws the rating of one release. */
export type RatingView = (release: Rateable, words: Words) => TemplateResult;

/** What draws the ratings of the visitor who is here now. */
export function ratingViewOf(shell: Shell, asked: Asked): RatingView {
  const desk = createAnswerDesk(shell, asked);
  return (release, words) =>
    html`<tidings-rating exportparts="rating, comment" .release=${release} .words=${words}
      .desk=${desk} .quiet=${shell.visitor.switches.neverAsk}></tidings-rating>`;
}

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Survey } from '../../contract/surveys.ts';
import { chipStyles } from '../elements/chips.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { define } from '../elements/define.ts';
import { TemplateElement } from '../elements/template-element.ts';
import { withLaterMessages } from '../locales/later-messages.ts';
import { labelOf, type Messages } from '../locales/messages.ts';
import { type AnswerDraft, choicesFor, toggleChoice } from './reasons.ts';

/** Equals `limits.commentChars`, whose import would add all other limits to the bundle. */
export const commentMaxChars = 4000;
/** The space around the form when it is scrolled into view, equal to its margin. */
const marginPx = 14;
/** The count of characters left appears below this number. */
const warnChars = 400;

/**
 * The form below the rating: the reasons that suit it, a comment, and Send. Fetched when a rating
 * is about to be seen.
 *
 * @csspart comment - the field for a comment
 * @fires draft - `detail` is the current draft
 * @fires send - when the visitor submits the form
 */
export class TidingsFollowUpForm extends TemplateElement {
  static override styles = `${controlStyles}${chipStyles}
:host,form{display:grid;gap:14px}
:host{margin-top:14px}
fieldset{border:0;margin:0;padding:0}
legend,.label{display:block;padding:0;margin-bottom:8px;font-weight:600}
small{color:var(--t-muted);font-weight:400;font-size:.87em}
textarea{display:block;width:100%;min-height:76px;resize:vertical}
.end{display:flex;align-items:center;gap:12px}
.send{padding-inline:20px;border-color:transparent;background:var(--t-accent);color:var(--t-accent-text);font-weight:600}
.send:hover{background:color-mix(in oklab,var(--t-accent) 88%,var(--t-text))}`;
  static override properties = ['survey', 'draft', 'messages'];

  /** The rating that the form was last rendered for. */
  #renderedRating: number | null | undefined;

  declare survey: Survey;
  declare draft: AnswerDraft;
  declare messages: Messages;
  /** Whether the visitor has just rated: then the form is scrolled into view. */
  declare tapped: boolean;

  override updated(): void {
    const { rating } = this.draft;
    if (this.tapped && rating !== this.#renderedRating) bringIntoView(this);
    this.#renderedRating = rating;
  }

  #onComment = ({ target }: Event): void =>
    this.#updateDraft({ ...this.draft, comment: (target as HTMLTextAreaElement).value });

  #onSend = (event: Event): void => {
    event.preventDefault();
    this.dispatchEvent(new Event('send'));
  };

  #updateDraft(draft: AnswerDraft): void {
    this.draft = draft;
    this.dispatchEvent(new CustomEvent('draft', { detail: draft }));
  }

  #reasonsView(): TemplateResult[] {
    const { draft } = this;
    const messages = withLaterMessages(this.messages);
    return choicesFor(this.survey, draft.rating).map(
      ({ id, choices }) => html`<fieldset>
        <legend>${messages.why} <small>(${messages.optional})</small></legend>
        <div class="chips">${choices.map(
          (choice) => html`<label class="chip"><input type="checkbox"
            .checked=${draft.answers[id]?.includes(choice.id) ?? false}
            @change=${() => this.#updateDraft(toggleChoice(draft, id, choice.id))}
            />${labelOf(messages, 'reason', choice.id)}</label>`,
        )}</div></fieldset>`,
    );
  }

  override render(): TemplateResult {
    const { draft } = this;
    const messages = withLaterMessages(this.messages);
    const left = commentMaxChars - draft.comment.length;
    return html`<form @submit=${this.#onSend}>${this.#reasonsView()}
      <label><span class="label">${messages.comment} <small>(${messages.optional})</small></span>
        <textarea part="comment" rows="3" dir="auto" maxlength=${commentMaxChars}
          .value=${draft.comment} @input=${this.#onComment}></textarea></label>
      <div class="end"><button class="send">${messages.send}</button>
        ${left < warnChars ? html`<small>${messages.left.replace('{n}', `${left}`)}</small>` : nothing}
      </div></form>`;
  }
}

/**
 * Scrolls only the panel, unlike `scrollIntoView`, no further than the form needs, and never so far
 * that the faces, one of which has the focus, leave the view.
 */
function bringIntoView(form: HTMLElement): void {
  const rating = (form.getRootNode() as ShadowRoot).host;
  const panel = rating?.closest('.scroll');
  if (!panel) return;
  const panelBox = panel.getBoundingClientRect();
  const overflow = form.getBoundingClientRect().bottom + marginPx - panelBox.bottom;
  const top = Math.min(overflow, rating.getBoundingClientRect().top - marginPx - panelBox.top);
  const prefersReducedMotion = matchMedia('(prefers-reduced-motion:reduce)').matches;
  if (top > 0) panel.scrollBy({ top, behavior: prefersReducedMotion ? 'instant' : 'smooth' });
}

define('tidings-details', TidingsFollowUpForm);

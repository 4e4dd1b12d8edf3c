import { html, nothing, type TemplateResult } from 'lit/html.js';
import { TemplateElement } from '../elements/template-element.ts';
import type { Messages } from '../locales/messages.ts';
import type { SubmitOutcome } from '../queue/answers.ts';
import { draftOf } from './draft.ts';
import { faceView } from './faces.ts';
import { ratingStyles } from './rating.styles.ts';
import type { Rateable, RatingController } from './rating-controller.ts';
import type { AnswerDraft } from './reasons.ts';

/** Who rates by arrow keys passes other ratings on the way: only where they rest is an answer. */
const debounceMs = 600;
const ratings = [1, 2, 3, 4, 5] as const;

/**
 * One visitor's rating of one release: five faces, of which one tap is an answer already, then
 * reasons and a comment. What is written is kept on each key, and shown again until it was sent.
 *
 * @csspart rating - the group of faces
 * @csspart comment - the field for a comment
 */
export class TidingsRating extends TemplateElement {
  static override styles = ratingStyles;
  static override properties = [
    'release',
    'controller',
    'messages',
    'quiet',
    'draft',
    'stage',
    'outcome',
  ];

  #renderedRelease: Rateable | undefined;
  /** How they rated last, or came back to it; undefined before that. */
  #isByKeyboard: boolean | undefined;
  #debounceTimer: ReturnType<typeof setTimeout> | undefined;
  /** What was handed in last. */
  #lastSubmitted: AnswerDraft | undefined;

  declare release: Rateable;
  declare controller: RatingController;
  declare messages: Messages;
  /** The visitor wishes not to be asked: there is a small button instead of the faces. */
  declare quiet: boolean;
  declare private draft: AnswerDraft;
  /**
   * `asked`: nothing said yet; `writing`: the form is open; `said`: one line tells what was said.
   */
  declare private stage: 'unanswered' | 'editing' | 'answered' | undefined;
  declare private outcome: 'thanks' | 'waiting' | 'refused' | undefined;

  disconnectedCallback(): void {
    if (this.#debounceTimer) this.#submit();
  }

  override willUpdate(): void {
    if (this.#renderedRelease === this.release) return;
    this.#renderedRelease = this.release;
    // It may have been said on another device meanwhile; what is being written goes before that.
    if (this.stage !== 'editing') this.#restore();
  }

  #restore(): void {
    const storedDraft = this.controller.loadDraft(this.release);
    this.draft = storedDraft ?? draftOf(this.controller.savedAnswer(this.release));
    this.#setStage(storedDraft ? 'editing' : this.draft.rating ? 'answered' : 'unanswered');
    this.controller.preload();
  }

  #setStage(stage: 'unanswered' | 'editing' | 'answered'): void {
    this.stage = stage;
    if (stage === 'editing') void import('./follow-up-form.ts').catch(() => {});
  }

  #onRate(rating: number): void {
    this.#updateDraft({ ...this.draft, rating });
    clearTimeout(this.#debounceTimer);
    if (this.#isByKeyboard) this.#debounceTimer = setTimeout(this.#submit, debounceMs);
    else this.#submit();
  }

  #onPress = ({ type }: Event): void => {
    this.#isByKeyboard = type === 'keydown';
  };

  #onSend = async (): Promise<void> => {
    if ((await this.#submit()) === 'refused') return;
    this.#setStage('answered');
    this.#focus('button');
  };

  #onChange = (): void => {
    this.outcome = undefined;
    this.#isByKeyboard = false;
    this.#setStage('editing');
    this.#focus('input:checked');
  };

  #onShowFaces = (): void => {
    this.quiet = false;
    this.#focus('input');
  };

  #updateDraft(draft: AnswerDraft): void {
    this.draft = draft;
    this.#setStage('editing');
    this.controller.saveDraft(this.release, draft);
  }

  #submit = async (): Promise<string> => {
    clearTimeout(this.#debounceTimer);
    this.#debounceTimer = undefined;
    const { draft, release } = this;
    this.#lastSubmitted = draft;
    const showOutcome = (outcome: SubmitOutcome) => {
      // The tap may come through after what was written later: that one is spoken of.
      if (this.#lastSubmitted === draft) this.outcome = outcome === 'sent' ? 'thanks' : outcome;
    };
    const outcome = await this.controller.submit(release, draft, showOutcome);
    showOutcome(outcome);
    // What was written since then is not in it, and stays.
    if (outcome !== 'refused' && this.draft === draft)
      this.controller.saveDraft(release, undefined);
    return outcome;
  };

  /** The control that had the focus is gone: without this it would fall to the host's body. */
  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #summaryView(): TemplateResult {
    const { messages, draft } = this;
    const label = messages[`rating.${draft.rating as 1}`];
    return html`<p class="said">${faceView(draft.rating as 1)}${messages.youSaid.replace('{rating}', label)}
      <button class="plain" @click=${this.#onChange}>${messages.change}</button></p>`;
  }

  #facesView(): TemplateResult {
    const { messages, draft } = this;
    return html`<fieldset part="rating" @keydown=${this.#onPress} @pointerdown=${this.#onPress}>
      <legend>${messages.rate}</legend>
      <div class="faces">${ratings.map(
        (rating) => html`<label><input type="radio" name="rating"
          .checked=${draft.rating === rating} @change=${() => this.#onRate(rating)}
          />${faceView(rating)}${messages[`rating.${rating}`]}</label>`,
      )}</div></fieldset>`;
  }

  #followUpView(): TemplateResult {
    const { messages, draft, release } = this;
    return html`<tidings-details exportparts="comment" .messages=${messages} .survey=${release.survey}
      .draft=${draft} .tapped=${this.#isByKeyboard !== undefined} @send=${this.#onSend}
      @draft=${({ detail }: CustomEvent<AnswerDraft>) => this.#updateDraft(detail)}></tidings-details>`;
  }

  override render(): TemplateResult {
    const { messages, stage, outcome } = this;
    const button = html`<button class="plain" @click=${this.#onShowFaces}>${messages.rateThis}</button>`;
    const isCollapsed = stage === 'unanswered' && this.quiet;
    return html`${stage === 'answered' ? this.#summaryView() : isCollapsed ? button : this.#facesView()}
      <p class="outcome ${outcome}" role="status">${outcome && messages[outcome]}</p>
      ${stage === 'editing' ? this.#followUpView() : nothing}`;
  }
}

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { TemplateElement } from '../elements/template-element.ts';
import type { Messages } from '../locales/messages.ts';
import type { SubmitOutcome } from '../queue/answers.ts';
import { draftOf } from './draft.ts';
import { faceView } from './faces.ts';
import { ratingStyles } from './rating.styles.ts';
import type { Rateable, RatingController } from './rating-controller.ts';
import type { AnswerDraft } from './reasons.ts';

/** Debounces arrow-key changes, which pass through intermediate ratings. */
const debounceMs = 600;
const ratings = [1, 2, 3, 4, 5] as const;

/**
 * One visitor's rating of one release: five faces, one tap on which is already an answer, then
 * reasons and a comment. The draft is stored on each keystroke, and shown again until it is sent.
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
  /** Whether the last press was a key; false after `Change`, undefined before any press. */
  #isByKeyboard: boolean | undefined;
  #debounceTimer: ReturnType<typeof setTimeout> | undefined;
  /** The draft that was submitted last. */
  #lastSubmitted: AnswerDraft | undefined;

  declare release: Rateable;
  declare controller: RatingController;
  declare messages: Messages;
  /** The visitor does not want to be asked: a small button replaces the faces. */
  declare quiet: boolean;
  declare private draft: AnswerDraft;
  /**
   * `unanswered`: no answer yet; `editing`: the form is open; `answered`: one line shows it.
   */
  declare private stage: 'unanswered' | 'editing' | 'answered' | undefined;
  declare private outcome: 'thanks' | 'waiting' | 'refused' | undefined;

  disconnectedCallback(): void {
    if (this.#debounceTimer) this.#submit();
  }

  override willUpdate(): void {
    if (this.#renderedRelease === this.release) return;
    this.#renderedRelease = this.release;
    // The answer may have changed on another device; a form that is being filled in is kept.
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
      // The tap's outcome may arrive after a later submission's, which is the one to show.
      if (this.#lastSubmitted === draft) this.outcome = outcome === 'sent' ? 'thanks' : outcome;
    };
    const outcome = await this.controller.submit(release, draft, showOutcome);
    showOutcome(outcome);
    // Text that was written since then is not in the answer, and stays.
    if (outcome !== 'refused' && this.draft === draft)
      this.controller.saveDraft(release, undefined);
    return outcome;
  };

  /** Moves the focus, whose control is gone: otherwise it would go to the host's body. */
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

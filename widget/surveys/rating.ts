import { html, nothing, type TemplateResult } from 'lit/html.js';
import { DrawnElement } from '../elements/drawn-element.ts';
import type { Words } from '../locales/words.ts';
import type { Delivery } from '../queue/answers.ts';
import type { AnswerDesk, Rateable } from './answer-desk.ts';
import { draftOf } from './draft.ts';
import { face } from './faces.ts';
import { ratingStyles } from './rating.styles.ts';
import type { Draft } from './reasons.ts';

/** Who rates by arrow keys passes other ratings on the way: only where they rest is an answer. */
const restMs = 600;
const ratings = [1, 2, 3, 4, 5] as const;

/**
 * One visitor's rating of one release: five faces, of which one tap is an answer already, then
 * reasons and a comment. What is written is kept on each key, and shown again until it was sent.
 *
 * @csspart rating - the group of faces
 * @csspart comment - the field for a comment
 */
export class TidingsRating extends DrawnElement {
  static override styles = ratingStyles;
  static override properties = ['release', 'desk', 'words', 'quiet', 'draft', 'stage', 'outcome'];

  #shown: Rateable | undefined;
  /** How they rated last, or came back to it; undefined before that. */
  #byKey: boolean | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** What was handed in last. */
  #given: Draft | undefined;

  declare release: Rateable;
  declare desk: AnswerDesk;
  declare words: Words;
  /** The visitor wishes not to be asked: there is a small button instead of the faces. */
  declare quiet: boolean;
  declare private draft: Draft;
  /**
   * `asked`: nothing said yet; `writing`: the form is open; `said`: one line tells what was said.
   */
  declare private stage: 'asked' | 'writing' | 'said' | undefined;
  declare private outcome: 'thanks' | 'waiting' | 'refused' | undefined;

  disconnectedCallback(): void {
    if (this.#resting) this.#give();
  }

  override willUpdate(): void {
    if (this.#shown === this.release) return;
    this.#shown = this.release;
    // It may have been said on another device meanwhile; what is being written goes before that.
    if (this.stage !== 'writing') this.#recall();
  }

  #recall(): void {
    const kept = this.desk.draft(this.release);
    this.draft = kept ?? draftOf(this.desk.said(this.release));
    this.#enter(kept ? 'writing' : this.draft.rating ? 'said' : 'asked');
    this.desk.prepare();
  }

  #enter(stage: 'asked' | 'writing' | 'said'): void {
    this.stage = stage;
    if (stage === 'writing') void import('./follow-up-form.ts').catch(() => {});
  }

  #onRate(rating: number): void {
    this.#write({ ...this.draft, rating });
    clearTimeout(this.#resting);
    if (this.#byKey) this.#resting = setTimeout(this.#give, restMs);
    else this.#give();
  }

  #onPress = ({ type }: Event): void => {
    this.#byKey = type === 'keydown';
  };

  #onSend = async (): Promise<void> => {
    if ((await this.#give()) === 'refused') return;
    this.#enter('said');
    this.#focus('button');
  };

  #onChange = (): void => {
    this.outcome = undefined;
    this.#byKey = false;
    this.#enter('writing');
    this.#focus('input:checked');
  };

  #onAsk = (): void => {
    this.quiet = false;
    this.#focus('input');
  };

  #write(draft: Draft): void {
    this.draft = draft;
    this.#enter('writing');
    this.desk.keep(this.release, draft);
  }

  #give = async (): Promise<string> => {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    const { draft, release } = this;
    this.#given = draft;
    const tell = (delivery: Delivery) => {
      // The tap may come through after what was written later: that one is spoken of.
      if (this.#given === draft) this.outcome = delivery === 'sent' ? 'thanks' : delivery;
    };
    const delivery = await this.desk.give(release, draft, tell);
    tell(delivery);
    // What was written since then is not in it, and stays.
    if (delivery !== 'refused' && this.draft === draft) this.desk.keep(release, undefined);
    return delivery;
  };

  /** The control that had the focus is gone: without this it would fall to the host's body. */
  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #summary(): TemplateResult {
    const { words, draft } = this;
    const said = words[`rating.${draft.rating as 1}`];
    return html`<p class="said">${face(draft.rating as 1)}${words.youSaid.replace('{rating}', said)}
      <button class="plain" @click=${this.#onChange}>${words.change}</button></p>`;
  }

  #faces(): TemplateResult {
    const { words, draft } = this;
    return html`<fieldset part="rating" @keydown=${this.#onPress} @pointerdown=${this.#onPress}>
      <legend>${words.rate}</legend>
      <div class="faces">${ratings.map(
        (rating) => html`<label><input type="radio" name="rating"
          .checked=${draft.rating === rating} @change=${() => this.#onRate(rating)}
          />${face(rating)}${words[`rating.${rating}`]}</label>`,
      )}</div></fieldset>`;
  }

  #details(): TemplateResult {
    const { words, draft, release } = this;
    return html`<tidings-details exportparts="comment" .words=${words} .survey=${release.survey}
      .draft=${draft} .tapped=${this.#byKey !== undefined} @send=${this.#onSend}
      @draft=${({ detail }: CustomEvent<Draft>) => this.#write(detail)}></tidings-details>`;
  }

  override render(): TemplateResult {
    const { words, stage, outcome } = this;
    const button = html`<button class="plain" @click=${this.#onAsk}>${words.rateThis}</button>`;
    const unasked = stage === 'asked' && this.quiet;
    return html`${stage === 'said' ? this.#summary() : unasked ? button : this.#faces()}
      <p class="outcome ${outcome}" role="status">${outcome && words[outcome]}</p>
      ${stage === 'writing' ? this.#details() : nothing}`;
  }
}

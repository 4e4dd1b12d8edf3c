import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HeldGroup } from '../../contract/held-groups.ts';
import { isAtLeast } from '../../contract/vocabulary.ts';
import { chartStyles } from '../charts/chart.styles.ts';
import { ask, asRefusal } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { Polling } from '../elements/polling.ts';
import { Reading } from '../elements/reading.ts';
import { emptyView, stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { ratingStyles } from '../report/rating-view.ts';
import { readGroups, renewGroups, replaceGroup, type ShownGroups } from './group-list.ts';
import { type Decision, groupView } from './group-view.ts';
import { heldBackStyles } from './held-back.styles.ts';

const groupsPerPage = 20;
/** A group of 600 visitors moves within a second or two; one of 100,000 takes minutes. */
const movingMs = 2000;
/** A group grows while its network goes on, and other members may decide meanwhile. */
const renewMs = 15_000;

/** `/admin/{project}/held-back`: groups of visitors that are left out until someone decides. */
class HeldBackPage extends PageElement {
  static override styles = [
    baseStyles,
    controlStyles,
    chipStyles,
    stateStyles,
    chartStyles,
    ratingStyles,
    heldBackStyles,
  ];
  static override properties = {
    ...PageElement.properties,
    loadingMore: { state: true },
    busyId: { state: true },
  };

  declare private loadingMore: boolean;
  /** The group whose decision is on its way. */
  declare private busyId: string | undefined;
  readonly #shown = new Reading<ShownGroups>(this, (signal) =>
    readGroups(this.#path, groupsPerPage, signal),
  );

  constructor() {
    super();
    new Polling(this, movingMs, async (signal) => {
      const { read } = this.#shown;
      const isMoving = read.state === 'ready' && read.value.groups.some((one) => one.isMoving);
      if (isMoving) await this.#renew(signal);
    });
    new Polling(this, renewMs, (signal) => this.#renew(signal));
  }

  get #path(): string {
    return this.apiPath(`/held-groups?limit=${groupsPerPage}`);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('place') && !changed.get('place')) void this.#shown.again();
  }

  async #renew(signal: AbortSignal): Promise<void> {
    const { read } = this.#shown;
    if (read.state !== 'ready' || this.busyId) return;
    const count = Math.max(groupsPerPage, read.value.groups.length);
    this.#putAfter(read, renewGroups(read.value, await readGroups(this.#path, count, signal)));
  }

  async #onMore(): Promise<void> {
    const { read } = this.#shown;
    if (read.state !== 'ready' || !read.value.next || this.loadingMore) return;
    this.loadingMore = true;
    try {
      const more = await readGroups(read.value.next, 1);
      const groups = [...read.value.groups, ...more.groups];
      this.#putAfter(read, { ...read.value, groups, next: more.next });
      // Then the button that had the focus is gone.
      if (!more.next) await this.#focusGroup(read.value.groups.length);
    } catch (error) {
      toast(asRefusal(error).message);
    } finally {
      this.loadingMore = false;
    }
  }

  /** Unless the list has changed since it was read. */
  #putAfter(read: Reading<ShownGroups>['read'], shown: ShownGroups): void {
    if (this.#shown.read === read) this.#shown.put(shown);
  }

  #onFresh = async (): Promise<void> => {
    await this.#shown.again();
    await this.#focusGroup(0);
  };

  async #focusGroup(at: number): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>('.group h2')[at]?.focus();
  }

  #onDecide = async (group: HeldGroup, verb: Decision, button: HTMLElement): Promise<void> => {
    if (this.busyId) return;
    this.busyId = group.id;
    try {
      const path = this.apiPath(`/held-groups/${group.id}/${verb}`);
      const { value } = await ask<HeldGroup>(path, { method: 'POST' });
      const { read } = this.#shown;
      if (read.state === 'ready') {
        await this.#keepFocus(button, async () => this.#shown.put(replaceGroup(read.value, value)));
      }
      toast(doneWords(value));
    } catch (error) {
      await this.#onRefused(error, button);
    } finally {
      this.busyId = undefined;
    }
  };

  /** Someone else may have made the same decision: then the list is out of date. */
  async #onRefused(error: unknown, button: HTMLElement): Promise<void> {
    const { code, message } = asRefusal(error);
    if (code !== 'wrong_state') {
      toast(message);
      return;
    }
    await this.#keepFocus(button, () => this.#shown.again());
    toast('This decision was made already. The list now shows the current state.');
  }

  /** Moves the focus to the group's heading if the change removes the button that has it. */
  async #keepFocus(button: HTMLElement, change: () => Promise<void>): Promise<void> {
    const hadFocus = this.shadowRoot?.activeElement === button;
    const heading = button.closest('.group')?.querySelector('h2');
    await change();
    await this.updateComplete;
    if (hadFocus && !button.isConnected) heading?.focus();
  }

  protected override render(): TemplateResult {
    return html`<header class="head">
        <p class="trail"><a href=${this.pagePath('/releases')}>Releases</a></p>
        <h1>Held back</h1>${this.#introView()}</header>
      ${this.#shown.render((shown) => this.#listView(shown), { lines: 6 })}`;
  }

  #introView(): TemplateResult | typeof nothing {
    const { read } = this.#shown;
    if (read.state !== 'ready' || read.value.groups.length === 0) return nothing;
    return html`<p>Tidings held these ratings back because many new anonymous visitors rated from one network in a
        short time. Nothing is lost: a released group counts in the scores, a rejected group stays out, and either
        decision can be reversed later.</p>
      <p class="note">Comments are deleted after 30 days unless you release the group.</p>
      ${this.#mayDecide ? nothing : html`<p class="note">Only publishers and owners can release or reject a group.</p>`}`;
  }

  get #mayDecide(): boolean {
    return isAtLeast(this.project.role, 'publisher');
  }

  #listView({ groups, next, hasNew }: ShownGroups): TemplateResult {
    if (groups.length === 0) {
      return emptyView(
        'Nothing is held back',
        'If many new anonymous visitors rate from one network in a short time, Tidings holds their answers back and lists them here.',
      );
    }
    const actions = this.#mayDecide ? { onDecide: this.#onDecide, busyId: this.busyId } : undefined;
    return html`<div role="status" class="fresh">${
      hasNew ? html`<button @click=${this.#onFresh}>Show new groups</button>` : nothing
    }</div>
    <ol class="groups">${repeat(
      groups,
      ({ id }) => id,
      (group) => groupView(group, actions),
    )}</ol>
    ${
      next
        ? html`<p class="more"><button aria-busy=${Boolean(this.loadingMore)} @click=${this.#onMore}>
        Load more</button></p>`
        : nothing
    }`;
  }
}

function doneWords({ state, isMoving }: HeldGroup): string {
  if (state === 'released') {
    return isMoving
      ? 'The group is released. Its answers are being added to the scores.'
      : 'The group is released. Its answers count now.';
  }
  return isMoving
    ? 'The group is rejected. Its answers are being taken out of the scores.'
    : 'The group is rejected. Its answers don’t count.';
}

customElements.define('held-back-page', HeldBackPage);

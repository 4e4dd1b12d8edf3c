import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HeldGroup } from '../../contract/held-groups.ts';
import { isAtLeast } from '../../contract/vocabulary.ts';
import { chartStyles } from '../charts/chart.styles.ts';
import { callApi, toApiError } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { Polling } from '../elements/polling.ts';
import { Resource } from '../elements/resource.ts';
import { emptyView, stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { ratingStyles } from '../report/rating-view.ts';
import { type LoadedGroups, readGroups, refreshGroups, replaceGroup } from './group-list.ts';
import { type Decision, groupView } from './group-view.ts';
import { heldBackStyles } from './held-back.styles.ts';

const groupsPerPage = 20;
/** A group of 600 visitors moves within a second or two; one of 100,000 takes minutes. */
const movingRefreshMs = 2000;
/** A group grows while its network sends more answers, and other members may decide. */
const refreshMs = 15_000;

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
  /** The group whose decision is on its way to the server. */
  declare private busyId: string | undefined;
  readonly #groups = new Resource<LoadedGroups>(this, (signal) =>
    readGroups(this.#path, groupsPerPage, signal),
  );

  constructor() {
    super();
    new Polling(this, movingRefreshMs, async (signal) => {
      const { state } = this.#groups;
      const isMoving = state.status === 'ready' && state.value.groups.some((one) => one.isMoving);
      if (isMoving) await this.#refresh(signal);
    });
    new Polling(this, refreshMs, (signal) => this.#refresh(signal));
  }

  get #path(): string {
    return this.apiPath(`/held-groups?limit=${groupsPerPage}`);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context') && !changed.get('context')) void this.#groups.reload();
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const { state } = this.#groups;
    if (state.status !== 'ready' || this.busyId) return;
    const count = Math.max(groupsPerPage, state.value.groups.length);
    this.#putIfCurrent(
      state,
      refreshGroups(state.value, await readGroups(this.#path, count, signal)),
    );
  }

  async #onMore(): Promise<void> {
    const { state } = this.#groups;
    if (state.status !== 'ready' || !state.value.next || this.loadingMore) return;
    this.loadingMore = true;
    try {
      const more = await readGroups(state.value.next, 1);
      const groups = [...state.value.groups, ...more.groups];
      this.#putIfCurrent(state, { ...state.value, groups, next: more.next });
      // Without a next page, the button that had the focus is gone.
      if (!more.next) await this.#focusGroup(state.value.groups.length);
    } catch (error) {
      toast(toApiError(error).message);
    } finally {
      this.loadingMore = false;
    }
  }

  /** Shows the groups, unless the list has changed since it was read. */
  #putIfCurrent(state: Resource<LoadedGroups>['state'], loaded: LoadedGroups): void {
    if (this.#groups.state === state) this.#groups.put(loaded);
  }

  #onShowNew = async (): Promise<void> => {
    await this.#groups.reload();
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
      const { value } = await callApi<HeldGroup>(path, { method: 'POST' });
      const { state } = this.#groups;
      if (state.status === 'ready') {
        await this.#keepFocus(button, async () =>
          this.#groups.put(replaceGroup(state.value, value)),
        );
      }
      toast(decisionMessage(value));
    } catch (error) {
      await this.#onDecisionFailed(error, button);
    } finally {
      this.busyId = undefined;
    }
  };

  /** If someone else has made the same decision, the list is out of date. */
  async #onDecisionFailed(error: unknown, button: HTMLElement): Promise<void> {
    const { code, message } = toApiError(error);
    if (code !== 'wrong_state') {
      toast(message);
      return;
    }
    await this.#keepFocus(button, () => this.#groups.reload());
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
        <p class="breadcrumb"><a href=${this.pagePath('/releases')}>Releases</a></p>
        <h1>Held back</h1>${this.#introView()}</header>
      ${this.#groups.render((loaded) => this.#listView(loaded), { lines: 6 })}`;
  }

  #introView(): TemplateResult | typeof nothing {
    const { state } = this.#groups;
    if (state.status !== 'ready' || state.value.groups.length === 0) return nothing;
    return html`<p>Tidings held these ratings back because many new anonymous visitors rated from one network in a
        short time. Nothing is lost: a released group counts in the scores, a rejected group stays out, and either
        decision can be reversed later.</p>
      <p class="note">Comments are deleted after 30 days unless you release the group.</p>
      ${this.#mayDecide ? nothing : html`<p class="note">Only publishers and owners can release or reject a group.</p>`}`;
  }

  get #mayDecide(): boolean {
    return isAtLeast(this.project.role, 'publisher');
  }

  #listView({ groups, next, hasNew }: LoadedGroups): TemplateResult {
    if (groups.length === 0) {
      return emptyView(
        'Nothing is held back',
        'If many new anonymous visitors rate from one network in a short time, Tidings holds their answers back and lists them here.',
      );
    }
    const actions = this.#mayDecide ? { onDecide: this.#onDecide, busyId: this.busyId } : undefined;
    return html`<div role="status" class="new-items">${
      hasNew ? html`<button @click=${this.#onShowNew}>Show new groups</button>` : nothing
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

function decisionMessage({ state, isMoving }: HeldGroup): string {
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

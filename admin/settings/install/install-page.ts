import { html, type PropertyValues, type TemplateResult } from 'lit';
import type { Project } from '../../../contract/projects.ts';
import type { Sighting } from '../../../contract/sightings.ts';
import { callApi, type List, toApiError } from '../../client.ts';
import '../../elements/copy-button.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { chipStyles } from '../../elements/chip.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { Resource } from '../../elements/resource.ts';
import { stateStyles } from '../../elements/state-views.ts';
import { toast } from '../../elements/toast.ts';
import { PageElement } from '../../page.ts';
import { hasPermission } from '../../session/permissions.ts';
import { readProject, saveProject } from '../project-settings.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';
import { installStatusView } from './install-status.ts';
import { type Snippet, snippetsFor, tagFor } from './snippets.ts';

/** How often the heartbeats are read while the page is visible. */
const pollMs = 5000;

/** `/admin/{project}/settings/install`: the snippet, and whether it works. */
class InstallPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, settingsStyles];

  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #project = new Resource<Project>(this, async (signal) => {
    return (await callApi<Project>(this.apiPath(''), { signal })).value;
  });
  readonly #heartbeats = new Resource<Sighting[]>(this, async (signal) => {
    return (await callApi<List<Sighting>>(this.apiPath('/sightings'), { signal })).value.data;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => !document.hidden && this.#poll(), pollMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('context')) return;
    void this.#project.reload();
    void this.#heartbeats.reload();
  }

  /** Reads the heartbeats, one request at a time; after a failure, not until `Try again`. */
  #poll(): void {
    const { state } = this.#heartbeats;
    if (state.status === 'ready' && !state.isStale) void this.#heartbeats.reload();
  }

  /** Adds an origin to the current list. Fails if someone else changes the list at this moment. */
  #onAllow = async (origin: string): Promise<void> => {
    try {
      const settings = await readProject(this.apiPath(''), new AbortController().signal);
      const { allowedOrigins } = settings.project;
      await saveProject(this.apiPath(''), settings, {
        allowedOrigins: [...allowedOrigins, origin],
      });
      toast(`Saved. Pages on ${origin} can show the widget.`);
    } catch (error) {
      toast(toApiError(error).message);
    }
    void this.#heartbeats.reload();
  };

  get #allow(): ((origin: string) => void) | undefined {
    return hasPermission(this.project.role, 'changeSettings') ? this.#onAllow : undefined;
  }

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'install',
      'Install',
      'Add one line to your product’s pages to show the people who use it what’s new.',
      html`<section class="card padded"><h2>Is it working?</h2>
          ${this.#heartbeats.render((heartbeats) => installStatusView(heartbeats, this.#allow), { lines: 1 })}</section>
        ${this.#project.render(({ publicKey }) => snippetView(publicKey), { lines: 3 })}`,
    );
  }
}

function snippetView(publicKey: string): TemplateResult {
  const server = location.origin;
  return html`<section class="card padded"><h2>The snippet</h2>
      <p class="note">Paste it before <code>&lt;/body&gt;</code> on every page. It doesn’t block the page,
        and the key in it isn’t secret.</p>
      ${codeView('snippet', tagFor(server, publicKey))}</section>
    <section class="card padded"><h2>In a framework</h2>
      <p class="note">Add it once, in the outermost layout. It survives client-side routing.</p>
      ${snippetsFor(server, publicKey).map(frameworkView)}</section>
    ${callsView()}
    <section class="card padded"><h2>With a content security policy</h2>
      <p class="note">The widget needs only these sources. It has no inline styles or scripts.</p>
      ${codeView('policy', policyFor(server))}</section>`;
}

/** What most pages need besides the snippet. The complete list is in docs/embedding.md. */
const calls: [code: string, words: string][] = [
  ['data-locale="de"', 'In the tag: a language other than the page’s own.'],
  ['data-version="2.4.0"', 'In the tag: the running version of your product.'],
  ['data-tidings-open', 'On any element of your page: a click opens the panel.'],
  ["tidings('open')", 'Opens the panel.'],
  [
    "tidings('unread', (count) => …)",
    'Calls your function with the number of unread releases, now and on each change.',
  ],
  ["tidings('identify', { token })", 'Identifies the visitor. See Visitor tokens.'],
];

function callsView(): TemplateResult {
  return html`<section class="card padded"><h2>Attributes and calls</h2>
    <dl class="details-list calls">${calls.map(
      ([code, description]) => html`<dt><code>${code}</code></dt><dd>${description}</dd>`,
    )}</dl>
    <p class="note">The full list is in docs/embedding.md in the source. On this server, see
      <a href="/" target="_blank">the installation on one page</a> and
      <a href="/docs" target="_blank">all routes of the API</a>.</p></section>`;
}

function frameworkView({ name, where, code }: Snippet): TemplateResult {
  return html`<details><summary>${name}</summary><p class="note">${where}</p>
    ${codeView(`${name} snippet`, code)}</details>`;
}

function codeView(label: string, code: string): TemplateResult {
  return html`<div class="code"><pre>${code}</pre>
    <copy-button .label=${label} .text=${code}></copy-button></div>`;
}

function policyFor(server: string): string {
  return ['script-src', 'connect-src', 'img-src'].map((name) => `${name} ${server};`).join('\n');
}

customElements.define('install-page', InstallPage);

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PersonSession } from '../contract/people.ts';
import { isAtLeast } from '../contract/vocabulary.ts';
import { asRefusal, whenSignedOut } from './client.ts';
import { keepProject } from './device.ts';
import { baseStyles } from './elements/base.styles.ts';
import { brandView } from './elements/brand-view.ts';
import { controlStyles } from './elements/controls.styles.ts';
import { noticeView, stateStyles } from './elements/state-views.ts';
import type { Refusal } from './errors/refusal.ts';
import { sidebarView, topBarView } from './navigation.ts';
import type { PageElement } from './page.ts';
import { currentAddress, go, type Params, queryOf, watchAddress } from './router.ts';
import { findRoute, type Route } from './routes.ts';
import { type Membership, mayOwn, readSession } from './session/session.ts';
import type { SessionChange } from './session/session-change.ts';
import { shellStyles } from './shell.styles.ts';
import { takeEnterToken } from './sign-in/enter-token.ts';

/** What is in the middle of the window. */
type Middle =
  | { kind: 'nothing' }
  | { kind: 'page'; route: Route; page: PageElement }
  | { kind: 'failed'; refusal: Refusal }
  | { kind: 'unknown' }
  | { kind: 'closed'; role: string };

/** The dashboard around its pages: who is signed in, where they are, and the ways to everything. */
class DashboardShell extends LitElement {
  static override styles = [baseStyles, controlStyles, stateStyles, shellStyles];
  static override properties = { middle: { state: true }, project: { state: true } };

  declare private middle: Middle;
  /** The one that is looked at; on pages of none, the last one. */
  declare private project: Membership | undefined;
  #session: PersonSession | undefined;
  /** The server's reason for ending the session, if it gave one. */
  #ended: Refusal | undefined;
  #stopWatching = () => {};
  #arrivals = 0;

  constructor() {
    super();
    this.middle = { kind: 'nothing' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    takeEnterToken();
    this.#stopWatching = watchAddress(() => this.#arrive());
    this.addEventListener('session-change', this.#onSession as EventListener);
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching();
    this.removeEventListener('session-change', this.#onSession as EventListener);
  }

  #begin = async (): Promise<void> => {
    try {
      this.#setSession(await readSession((ended) => (this.#ended = ended)));
      await this.#arrive();
    } catch (error) {
      this.middle = { kind: 'failed', refusal: asRefusal(error) };
    }
  };

  #onSession = ({ detail }: CustomEvent<SessionChange>): void => {
    this.#setSession(detail.session);
    go(detail.next, { replace: true });
  };

  /** From then on a request that finds the session gone asks for the password over the page. */
  #setSession(session: PersonSession | undefined): void {
    this.#session = session;
    whenSignedOut(session && ((ended) => this.#signInAgain(session, ended)));
    if (session && mayOwn(session)) void import('./instance-warnings.ts').catch(() => {});
  }

  async #signInAgain({ person }: PersonSession, ended: Refusal): Promise<boolean> {
    const { signInOver } = await import('./sign-in/sign-in-dialog.ts');
    const session = await signInOver(person.email, ended);
    this.#setSession(session);
    this.#ended = ended;
    if (session) return true;
    go(signInAddress());
    return false;
  }

  /** Somebody is at another address. Who goes on before a page is loaded sees only the last one. */
  async #arrive(): Promise<void> {
    takeEnterToken();
    this.renderRoot.querySelector<HTMLElement>('.side')?.hidePopover?.();
    this.#arrivals += 1;
    const arrival = this.#arrivals;
    const middle = await this.#find().catch((error: unknown): Middle => {
      return { kind: 'failed', refusal: asRefusal(error) };
    });
    if (arrival === this.#arrivals && middle) this.middle = middle;
  }

  /** Undefined where it leads elsewhere. */
  async #find(): Promise<Middle | undefined> {
    const { path } = currentAddress();
    const found = findRoute(path);
    if (!found?.route.open && !this.#session) {
      go(signInAddress(), { replace: true });
      return undefined;
    }
    const project = this.#projectOf(found?.params ?? {});
    if (!found || (found.params.project && !project)) return { kind: 'unknown' };
    const { role } = found.route;
    if (role && !isAtLeast(project?.role ?? 'viewer', role)) return { kind: 'closed', role };
    return this.#pageAt(found.route, found.params, project);
  }

  #projectOf({ project }: Params): Membership | undefined {
    const projects = this.#session?.projects ?? [];
    const found = projects.find(({ slug, id }) => slug === project || id === project);
    if (found) keepProject(found.slug);
    this.project = found ?? projects.find(({ slug }) => slug === this.project?.slug) ?? projects[0];
    return found;
  }

  /** The page that is there already, where it is the same: it sees that its place has changed. */
  async #pageAt(route: Route, params: Params, project: Membership | undefined): Promise<Middle> {
    const { middle } = this;
    await route.load();
    const isThere = middle.kind === 'page' && isSamePlace(middle, route, params);
    const page = isThere ? middle.page : (document.createElement(route.page) as PageElement);
    const query = currentAddress().query;
    page.place = { params, query, session: this.#session, ended: this.#ended, project };
    page.wantsFocus = !isThere && middle.kind !== 'nothing';
    return { kind: 'page', route, page };
  }

  protected override updated(changed: PropertyValues): void {
    const { middle } = this;
    if (!changed.has('middle') || middle.kind === 'page' || middle.kind === 'nothing') return;
    const heading = this.renderRoot.querySelector('h1')?.textContent;
    document.title = [heading, 'Tidings'].filter(Boolean).join(' · ');
    this.#onSkip();
  }

  #onSkip = (): void => {
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { middle, project } = this;
    const session = this.#session;
    if (middle.kind === 'nothing') return nothing;
    if (middle.kind === 'page' && middle.route.open) return this.#middleView();
    if (!session) return html`<main class="alone">${brandView()}${this.#middleView()}</main>`;
    const place = { session, project, path: currentAddress().path };
    return html`<div class="frame">${topBarView(place, this.#onSkip)}${sidebarView(place)}
        <main id="main" tabindex="-1">
          ${mayOwn(session) ? html`<instance-warnings></instance-warnings>` : nothing}
          ${this.#middleView()}</main></div>`;
  }

  #middleView(): TemplateResult | typeof nothing {
    const { middle } = this;
    switch (middle.kind) {
      case 'page':
        return html`${middle.page}`;
      case 'failed':
        return noticeView(
          'This could not be loaded',
          middle.refusal.message,
          html`<button @click=${this.#begin}>Try again</button>`,
        );
      case 'unknown':
        return noticeView(
          'There is nothing here',
          'The address is wrong, or leads to a project that you are no member of.',
        );
      case 'closed':
        return noticeView(
          'This page is not open to you',
          `It takes the role ${middle.role} in this project. An owner can give it to you.`,
        );
      default:
        return nothing;
    }
  }
}

/** A page is the same while only the query is another one. */
function isSamePlace({ route, page }: Middle & { kind: 'page' }, other: Route, params: Params) {
  return route === other && JSON.stringify(page.place.params) === JSON.stringify(params);
}

function signInAddress(): string {
  const { path, query } = currentAddress();
  const next = `${path}${query.size > 0 ? `?${query}` : ''}`;
  return `/admin/sign-in${queryOf({ next })}`;
}

customElements.define('dashboard-shell', DashboardShell);

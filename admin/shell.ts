import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PersonSession } from '../contract/people.ts';
import { isAtLeast } from '../contract/vocabulary.ts';
import { onSessionEnded, toApiError } from './client.ts';
import { storeLastProject } from './device.ts';
import { baseStyles } from './elements/base.styles.ts';
import { brandView } from './elements/brand-view.ts';
import { controlStyles } from './elements/controls.styles.ts';
import { noticeView, stateStyles } from './elements/state-views.ts';
import type { ApiError } from './errors/api-error.ts';
import { sidebarView, topBarView } from './navigation.ts';
import type { PageElement } from './page.ts';
import { currentAddress, go, type Params, queryOf, watchAddress } from './router.ts';
import { findRoute, type Route } from './routes.ts';
import { mayOwn, type ProjectMembership, readSession } from './session/session.ts';
import type { SessionChange } from './session/session-change.ts';
import { shellStyles } from './shell.styles.ts';
import { takeEnterToken } from './sign-in/enter-token.ts';

/** The content of the main area. */
type MainContent =
  | { kind: 'nothing' }
  | { kind: 'page'; route: Route; page: PageElement }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'unknown' }
  | { kind: 'closed'; role: string };

/** The dashboard around its pages: the session, the current page and the navigation. */
class DashboardShell extends LitElement {
  static override styles = [baseStyles, controlStyles, stateStyles, shellStyles];
  static override properties = { content: { state: true }, project: { state: true } };

  declare private content: MainContent;
  /** The current project. On pages without one, the last one, otherwise the first. */
  declare private project: ProjectMembership | undefined;
  #session: PersonSession | undefined;
  /** The server's reason for ending the session, if it gave one. */
  #sessionError: ApiError | undefined;
  #stopWatching = () => {};
  #navigations = 0;

  constructor() {
    super();
    this.content = { kind: 'nothing' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    takeEnterToken();
    this.#stopWatching = watchAddress(() => this.#onNavigate());
    this.addEventListener('session-change', this.#onSessionChange as EventListener);
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching();
    this.removeEventListener('session-change', this.#onSessionChange as EventListener);
  }

  #start = async (): Promise<void> => {
    try {
      this.#setSession(await readSession((error) => (this.#sessionError = error)));
      await this.#onNavigate();
    } catch (error) {
      this.content = { kind: 'failed', error: toApiError(error) };
    }
  };

  #onSessionChange = ({ detail }: CustomEvent<SessionChange>): void => {
    this.#setSession(detail.session);
    go(detail.next, { replace: true });
  };

  /** Sets the session. If a request later finds it ended, a dialog asks for the password. */
  #setSession(session: PersonSession | undefined): void {
    this.#session = session;
    onSessionEnded(session && ((error) => this.#signInAgain(session, error)));
    if (session && mayOwn(session)) void import('./instance-warnings.ts').catch(() => {});
  }

  async #signInAgain({ person }: PersonSession, error: ApiError): Promise<boolean> {
    const { openSignInDialog } = await import('./sign-in/sign-in-dialog.ts');
    const session = await openSignInDialog(person.email, error);
    this.#setSession(session);
    this.#sessionError = error;
    if (session) return true;
    go(signInAddress());
    return false;
  }

  /** Shows the page at the address. If that changes while pages load, only the last is shown. */
  async #onNavigate(): Promise<void> {
    takeEnterToken();
    this.renderRoot.querySelector<HTMLElement>('.side')?.hidePopover?.();
    this.#navigations += 1;
    const navigation = this.#navigations;
    const content = await this.#resolveContent().catch((error: unknown): MainContent => {
      return { kind: 'failed', error: toApiError(error) };
    });
    if (navigation === this.#navigations && content) this.content = content;
  }

  /** Undefined if the address redirects. */
  async #resolveContent(): Promise<MainContent | undefined> {
    const { path } = currentAddress();
    const route = findRoute(path);
    if (!route?.route.isPublic && !this.#session) {
      go(signInAddress(), { replace: true });
      return undefined;
    }
    const project = this.#selectProject(route?.params ?? {});
    if (!route || (route.params.project && !project)) return { kind: 'unknown' };
    const { role } = route.route;
    if (role && !isAtLeast(project?.role ?? 'viewer', role)) return { kind: 'closed', role };
    return this.#loadPage(route.route, route.params, project);
  }

  #selectProject({ project }: Params): ProjectMembership | undefined {
    const projects = this.#session?.projects ?? [];
    const membership = projects.find(({ slug, id }) => slug === project || id === project);
    if (membership) storeLastProject(membership.slug);
    this.project =
      membership ?? projects.find(({ slug }) => slug === this.project?.slug) ?? projects[0];
    return membership;
  }

  /** Keeps the current element if the page is the same: its context changes. */
  async #loadPage(
    route: Route,
    params: Params,
    project: ProjectMembership | undefined,
  ): Promise<MainContent> {
    const { content } = this;
    await route.load();
    const isCurrent = content.kind === 'page' && isSamePage(content, route, params);
    const page = isCurrent ? content.page : (document.createElement(route.page) as PageElement);
    const query = currentAddress().query;
    page.context = {
      params,
      query,
      session: this.#session,
      sessionError: this.#sessionError,
      project,
    };
    page.wantsFocus = !isCurrent && content.kind !== 'nothing';
    return { kind: 'page', route, page };
  }

  protected override updated(changed: PropertyValues): void {
    const { content } = this;
    if (!changed.has('content') || content.kind === 'page' || content.kind === 'nothing') return;
    const heading = this.renderRoot.querySelector('h1')?.textContent;
    document.title = [heading, 'Tidings'].filter(Boolean).join(' · ');
    this.#onSkip();
  }

  #onSkip = (): void => {
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { content, project } = this;
    const session = this.#session;
    if (content.kind === 'nothing') return nothing;
    if (content.kind === 'page' && content.route.isPublic) return this.#contentView();
    if (!session) return html`<main class="standalone">${brandView()}${this.#contentView()}</main>`;
    const context = { session, project, path: currentAddress().path };
    return html`<div class="frame">${topBarView(context, this.#onSkip)}${sidebarView(context)}
        <main id="main" tabindex="-1">
          ${mayOwn(session) ? html`<instance-warnings></instance-warnings>` : nothing}
          ${this.#contentView()}</main></div>`;
  }

  #contentView(): TemplateResult | typeof nothing {
    const { content } = this;
    switch (content.kind) {
      case 'page':
        return html`${content.page}`;
      case 'failed':
        return noticeView(
          'This could not be loaded',
          content.error.message,
          html`<button @click=${this.#start}>Try again</button>`,
        );
      case 'unknown':
        return noticeView(
          'Page not found',
          'The address is wrong, or it leads to a project that you are not a member of.',
        );
      case 'closed':
        return noticeView(
          'You do not have access to this page',
          `It requires the role ${content.role} in this project. An owner can change your role.`,
        );
      default:
        return nothing;
    }
  }
}

/** Whether the page is the same: only the query may differ. */
function isSamePage({ route, page }: MainContent & { kind: 'page' }, other: Route, params: Params) {
  return route === other && JSON.stringify(page.context.params) === JSON.stringify(params);
}

function signInAddress(): string {
  const { path, query } = currentAddress();
  const next = `${path}${query.size > 0 ? `?${query}` : ''}`;
  return `/admin/sign-in${queryOf({ next })}`;
}

customElements.define('dashboard-shell', DashboardShell);

import { LitElement } from 'lit';
import type { PersonSession } from '../contract/people.ts';
import type { ApiError } from './errors/api-error.ts';
import type { Params } from './router.ts';
import type { ProjectMembership } from './session/session.ts';

/** The context of a page: its address and the person who is signed in. */
export interface PageContext {
  params: Params;
  query: URLSearchParams;
  /** Undefined if no one is signed in. Only public pages are then shown. */
  session: PersonSession | undefined;
  /** The server's reason for ending the session, if it gave one. */
  sessionError: ApiError | undefined;
  /** The project in the path, if it names one. */
  project: ProjectMembership | undefined;
}

/**
 * A page: one element, which is rendered from its context and owns its data. Its `h1` names the
 * document and gets the focus after a link is followed, so that screen readers announce the page.
 */
export abstract class PageElement extends LitElement {
  static override properties = { context: { attribute: false } };

  declare context: PageContext;
  /** Whether the heading gets the focus. False on the first page: the browser starts at its top. */
  wantsFocus = false;

  protected override updated(): void {
    const heading = this.renderRoot.querySelector('h1');
    if (!heading) return;
    const names = [heading.textContent?.trim(), this.context.project?.name, 'Tidings'];
    document.title = names.filter(Boolean).join(' · ');
    if (this.wantsFocus) focusOn(heading);
    this.wantsFocus = false;
  }

  /** The project in the path. Throws if the path names none. */
  protected get project(): ProjectMembership {
    if (!this.context.project) throw new Error('The path of this page names no project.');
    return this.context.project;
  }

  /** The address of one of the project's API routes: `apiPath('/releases')`. */
  protected apiPath(path: string): string {
    return `/api/projects/${this.project.slug}${path}`;
  }

  /** The address of another page of the project. */
  protected pagePath(path: string): string {
    return `/admin/${this.project.slug}${path}`;
  }
}

function focusOn(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

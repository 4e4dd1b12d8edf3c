import { LitElement } from 'lit';
import type { PersonSession } from '../contract/people.ts';
import type { ApiError } from './errors/api-error.ts';
import type { Params } from './router.ts';
import type { ProjectMembership } from './session/session.ts';

/** What a page is given: where it stands, and who looks at it. */
export interface PageContext {
  params: Params;
  query: URLSearchParams;
  /** Undefined on pages that are open to guests. */
  session: PersonSession | undefined;
  /** The server's reason for ending the session, if it gave one. */
  sessionError: ApiError | undefined;
  /** The path's, where it names one. */
  project: ProjectMembership | undefined;
}

/**
 * A page: one element, drawn from its place, which owns what it shows. Its `h1` names the document; and
 * it gets the focus when somebody came here by a link, so that a screen reader says where they are.
 */
export abstract class PageElement extends LitElement {
  static override properties = { context: { attribute: false } };

  declare context: PageContext;
  /** Whether the focus is to be moved here: not on the first page, where the browser begins on top. */
  wantsFocus = false;

  protected override updated(): void {
    const heading = this.renderRoot.querySelector('h1');
    if (!heading) return;
    const names = [heading.textContent?.trim(), this.context.project?.name, 'Tidings'];
    document.title = names.filter(Boolean).join(' · ');
    if (this.wantsFocus) focusOn(heading);
    this.wantsFocus = false;
  }

  /** The member's project. Only for pages whose path names one. */
  protected get project(): ProjectMembership {
    if (!this.context.project) throw new Error('The path of this page names no project.');
    return this.context.project;
  }

  /** The address of one of its routes: `apiPath('/releases')`. */
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

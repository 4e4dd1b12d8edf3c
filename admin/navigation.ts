import { html, nothing, type TemplateResult } from 'lit';
import type { PersonSession } from '../contract/people.ts';
import './elements/menu-button.ts';
import './elements/scheme-switch.ts';
import { brandView } from './elements/brand-view.ts';
import { icons } from './elements/icons.ts';
import { hasPermission, mayCreateProject, type Permission } from './session/permissions.ts';
import { type ProjectMembership, signOut } from './session/session.ts';
import { emitSessionChange } from './session/session-change.ts';

/** The state that the navigation depends on. */
interface NavigationContext {
  session: PersonSession;
  project: ProjectMembership | undefined;
  path: string;
}

/** The sidebar's links to a project's pages. Roles without the `permission` do not see a link. */
const navItems: {
  label: string;
  path: string;
  icon: keyof typeof icons;
  permission?: Permission;
}[] = [
  { label: 'Releases', path: '/releases', icon: 'releases' },
  { label: 'Import', path: '/import', icon: 'import', permission: 'import' },
  { label: 'Settings', path: '/settings', icon: 'settings' },
  { label: 'Audit', path: '/audit', icon: 'audit' },
];

/** The button that skips the navigation and, on a narrow screen, the one that opens the sidebar. */
export function topBarView({ project }: NavigationContext, skip: () => void): TemplateResult {
  return html`<header class="top">
    <button class="skip" @click=${skip}>Skip to content</button>
    <button class="quiet-button icon-button bar" popovertarget="side" aria-label="Menu">${icons.menu}</button>
    <span class="project-name bar">${project?.name ?? 'Tidings'}</span>
  </header>`;
}

/** The project, its pages and the account. On a narrow screen, a popover. */
export function sidebarView(context: NavigationContext): TemplateResult {
  const { project } = context;
  return html`<nav class="side" id="side" popover aria-label="Tidings">
    ${brandView()}${switcherView(context)}
    ${project ? html`<ul class="nav-links">${navItems.map((item) => navItemView(item, context, project))}</ul>` : nothing}
    <div class="foot">${project ? publicPageView(project) : nothing}
      <scheme-switch></scheme-switch>${accountView(context)}</div>
  </nav>`;
}

function switcherView({ session: { projects }, project }: NavigationContext): TemplateResult {
  return html`<menu-button>
    <span slot="label" class="menu-label"><span class="badge" aria-hidden="true">${initial(project?.name)}</span>
      <span class="name"><span class="visually-hidden">Project </span>${project?.name ?? 'No project yet'}</span>${icons.chevron}</span>
    ${projects.map(
      ({ slug, name }) =>
        html`<a href="/admin/${slug}/releases" aria-current=${slug === project?.slug ? 'true' : nothing}>
          <span class="name">${name}</span>${slug === project?.slug ? icons.check : nothing}</a>`,
    )}
    ${mayCreateProject(projects) ? html`<hr /><a href="/admin/new-project">${icons.plus} New project</a>` : nothing}
  </menu-button>`;
}

function navItemView(
  item: (typeof navItems)[number],
  { path }: NavigationContext,
  { slug, role }: ProjectMembership,
) {
  const address = `/admin/${slug}${item.path}`;
  if (item.permission && !hasPermission(role, item.permission)) return nothing;
  const isHere = path === address || path.startsWith(`${address}/`);
  return html`<li><a href=${address} aria-current=${isHere ? 'page' : nothing}>${icons[item.icon]}
    ${item.label}</a></li>`;
}

function publicPageView({ slug }: ProjectMembership): TemplateResult {
  return html`<a class="nav-link" href="/changelog/${slug}" target="_blank" rel="noopener">${icons.outside}
    Public page<span class="visually-hidden">, opens in a new tab</span></a>`;
}

function accountView({ session: { person } }: NavigationContext): TemplateResult {
  return html`<menu-button>
    <span slot="label" class="menu-label"><span class="badge round" aria-hidden="true">${initial(person.name)}</span>
      <span class="name"><span class="visually-hidden">Account of </span>${person.name}</span>${icons.chevron}</span>
    <a href="/admin/account">Account and password</a><hr />
    <button @click=${onSignOut}>Sign out</button>
  </menu-button>`;
}

async function onSignOut({ target }: Event): Promise<void> {
  await signOut('here');
  emitSessionChange(target as Element, { session: undefined, next: '/admin/sign-in' });
}

/** The first character, which may be several UTF-16 code units. */
function initial(name = '·'): string {
  return [...name.trim()][0]?.toUpperCase() ?? '·';
}

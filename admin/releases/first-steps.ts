import { html, nothing, type TemplateResult } from 'lit';
import '../elements/copy-button.ts';
import { icons } from '../elements/icons.ts';
import { hasPermission, missingRoleMessage } from '../session/permissions.ts';
import type { ProjectMembership } from '../session/session.ts';

/** The empty list: three ways to begin. */
export function firstStepsView(project: ProjectMembership): TemplateResult {
  const { slug, role } = project;
  const command = `npx tidings import CHANGELOG.md --project ${slug}`;
  return html`<section class="first-steps"><h2>Nothing is released here yet</h2>
    <p class="quiet">There are three ways to begin.</p>
    <ol class="steps">
      <li class="card">${icons.pencil}<h3>Write a release</h3>
        <p class="quiet">Notes in Markdown, as your users will read them; publish now or at a time.</p>
        ${actionView(project, 'draft', '/releases/new', 'New release')}</li>
      <li class="card">${icons.import}<h3>Import a changelog</h3>
        <p class="quiet">Drop the file that you have. You see what will be made before it is made.</p>
        ${actionView(project, 'import', '/import', 'Import a file')}</li>
      <li class="card">${icons.terminal}<h3>From the command line</h3>
        <p class="quiet">For CI: with <code>TIDINGS_URL</code> and <code>TIDINGS_KEY</code> set.</p>
        <div class="command"><code>${command}</code><copy-button label="command" .text=${command}></copy-button></div>
        ${hasPermission(role, 'import') ? nothing : html`<p class="note">${missingRoleMessage(role, 'import')}</p>`}</li>
    </ol></section>`;
}

function actionView(
  { slug, role }: ProjectMembership,
  permission: 'draft' | 'import',
  path: string,
  label: string,
): TemplateResult {
  const message = missingRoleMessage(role, permission);
  if (message) return html`<p class="note">${message}</p>`;
  return html`<a class="button" href="/admin/${slug}${path}">${label}</a>`;
}

import { css, html, type TemplateResult } from 'lit';
import type { Project } from '../../contract/projects.ts';
import { limits } from '../../contract/vocabulary.ts';
import { callApi } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { fieldView } from '../elements/field.ts';
import { FormController } from '../elements/form-controller.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { mayCreateProject } from '../session/permissions.ts';
import { readSession } from '../session/session.ts';
import { emitSessionChange } from '../session/session-change.ts';
import { slugFor } from './slug.ts';

const notAllowedView = html`<p class="card">Only people who own a project can create another. Ask an owner to create it.</p>`;

/** `/admin/new-project`: the form that creates a project. The slug is proposed from the name. */
class NewProjectPage extends PageElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      .card { max-width: 44rem; margin-block-start: var(--space-5); padding: var(--inset); }
      .lead { margin-block-start: var(--space-2); color: var(--muted); }
      form button { justify-self: start; }
    `,
  ];
  static override properties = { ...PageElement.properties, slug: { state: true } };

  declare private slug: string;
  /** Whether the person has typed a slug: then the name no longer changes it. */
  #isSlugEdited = false;

  readonly #form = new FormController(this, async ({ name = '', slug = '', url = '' }) => {
    const body = { name, slug, ...(url && { url }) };
    const { value } = await callApi<Project>('/api/projects', { method: 'POST', body });
    emitSessionChange(this, {
      session: await readSession(),
      next: `/admin/${value.slug}/releases`,
    });
    toast(`Created the project ${value.name}.`);
  });

  #onName = (name: string): void => {
    if (this.#isSlugEdited) return;
    this.slug = slugFor(name);
    this.#form.clearErrors('slug');
  };

  #onSlug = (slug: string): void => {
    this.#isSlugEdited = slug !== '';
    this.slug = slug;
  };

  protected override render(): TemplateResult {
    return html`<h1>New project</h1>
      <p class="lead">A project is one product with its own releases and feedback.</p>
      ${mayCreateProject(this.context.session?.projects ?? []) ? this.#formView() : notAllowedView}`;
  }

  #formView(): TemplateResult {
    const form = this.#form;
    const slug = this.slug ?? '';
    return html`<form class="card" @submit=${form.onSubmit}>
        ${form.alertView('name', 'slug', 'url')}
        ${fieldView({ name: 'name', label: 'Name', maxLength: limits.nameChars, hint: 'The product’s name, as your users know it.', error: form.messageFor('name'), onInput: this.#onName })}
        ${fieldView({ name: 'slug', label: 'Slug', value: slug, maxLength: 60, hint: `Used in addresses: /changelog/${slug || 'acme'}. Lower-case letters, digits and hyphens.`, error: form.messageFor('slug'), onInput: this.#onSlug })}
        ${fieldView({ name: 'url', label: 'Product URL (optional)', type: 'url', required: false, hint: 'The base of relative links in notes, such as https://acme.example.', error: form.messageFor('url') })}
        ${form.submitButtonView('Create project')}
      </form>`;
  }
}

customElements.define('new-project-page', NewProjectPage);

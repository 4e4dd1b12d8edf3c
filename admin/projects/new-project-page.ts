import { css, html, type TemplateResult } from 'lit';
import type { Project } from '../../contract/projects.ts';
import { limits } from '../../contract/vocabulary.ts';
import { ask } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { fieldView } from '../elements/field.ts';
import { Sending } from '../elements/sending.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { mayMakeProject } from '../session/permissions.ts';
import { readSession } from '../session/session.ts';
import { tellSession } from '../session/session-change.ts';
import { slugFor } from './slug.ts';

const closed = html`<p class="card">Whoever owns a project may make another one. You own none: ask an owner.</p>`;

/** `/admin/new-project`: a name, and the address that follows from it. */
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
  /** Whoever has written a slug of their own keeps it. */
  #isOwn = false;

  readonly #sending = new Sending(this, async ({ name = '', slug = '', url = '' }) => {
    const body = { name, slug, ...(url && { url }) };
    const { value } = await ask<Project>('/api/projects', { method: 'POST', body });
    tellSession(this, { session: await readSession(), next: `/admin/${value.slug}/releases` });
    toast(`Made the project ${value.name}.`);
  });

  #onName = (name: string): void => {
    if (this.#isOwn) return;
    this.slug = slugFor(name);
    this.#sending.mend('slug');
  };

  #onSlug = (slug: string): void => {
    this.#isOwn = slug !== '';
    this.slug = slug;
  };

  protected override render(): TemplateResult {
    return html`<h1>New project</h1>
      <p class="lead">A project is one product whose users you tell what is new.</p>
      ${mayMakeProject(this.place.session?.projects ?? []) ? this.#formView() : closed}`;
  }

  #formView(): TemplateResult {
    const sending = this.#sending;
    const slug = this.slug ?? '';
    return html`<form class="card" @submit=${sending.on}>
        ${sending.alert('name', 'slug', 'url')}
        ${fieldView({ name: 'name', label: 'Name', maxLength: limits.nameChars, hint: 'As your users know the product.', wrong: sending.at('name'), onInput: this.#onName })}
        ${fieldView({ name: 'slug', label: 'Slug', value: slug, maxLength: 60, hint: `Stands in addresses: /changelog/${slug || 'acme'}. Lower-case letters, digits and hyphens.`, wrong: sending.at('slug'), onInput: this.#onSlug })}
        ${fieldView({ name: 'url', label: 'Address of the product (optional)', type: 'url', required: false, hint: 'Links in notes start from it. Such as https://acme.example.', wrong: sending.at('url') })}
        ${sending.button('Make the project')}
      </form>`;
  }
}

customElements.define('new-project-page', NewProjectPage);

import { html, type PropertyValues, type TemplateResult } from 'lit';
import { limits } from '../../contract/vocabulary.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { confirm } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { Reading } from '../elements/reading.ts';
import { Sending } from '../elements/sending.ts';
import { stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { readSession } from '../session.ts';
import { tellSession } from '../session-change.ts';
import { type Edition, readProject, saveProject, staleView } from './project-edition.ts';
import { settingsStyles } from './settings.styles.ts';
import { settingsView } from './settings-view.ts';

/** `/admin/{project}/settings/project`: its name, its slug and the address of the product. */
class ProjectPage extends PageElement {
  static override styles = [baseStyles, controlStyles, stateStyles, settingsStyles];

  readonly #edition = new Reading<Edition>(this, (signal) => readProject(this.apiPath(''), signal));
  readonly #sending = new Sending(this, async ({ name = '', slug = '', url = '' }) => {
    const { read } = this.#edition;
    if (read.state !== 'ready') return;
    const { project } = read.value;
    if (slug !== project.slug && !(await askToMove(project.slug, slug))) return;
    const edit = { name, slug, url: url.trim() || null };
    const saved = await saveProject(`/api/projects/${project.id}`, read.value, edit);
    this.#edition.put(saved);
    toast('Saved.');
    // The name and the slug stand in the sidebar, and the slug in every address.
    const next = `/admin/${saved.project.slug}/settings/project`;
    tellSession(this, { session: await readSession(), next });
  });

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('place')) void this.#edition.again();
  }

  #readAnew = (): void => {
    this.#sending.refusal = undefined;
    // Drawn from nothing, so that no field keeps what was typed.
    this.#edition.read = { state: 'loading' };
    void this.#edition.again();
  };

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'project',
      'Project',
      'What your users know the product by, and where it lives.',
      html`${this.#edition.render((edition) => this.#formView(edition), { lines: 3 })}`,
    );
  }

  #formView({ project: { name, slug, url } }: Edition): TemplateResult {
    const sending = this.#sending;
    return html`<form class="card padded" @submit=${sending.on}>
      ${sending.alert('name', 'slug', 'url')}${staleView(sending.refusal, this.#readAnew)}
      ${fieldView({ name: 'name', label: 'Name', value: name, maxLength: limits.nameChars, hint: 'Stands at the head of the panel and of the public page.', wrong: sending.at('name') })}
      ${fieldView({ name: 'slug', label: 'Slug', value: slug, maxLength: 60, hint: 'Stands in addresses: /changelog/slug. Another one breaks links to the public page, its feeds, and commands that name it; the snippet in your pages goes on.', wrong: sending.at('slug') })}
      ${fieldView({ name: 'url', label: 'Address of the product (optional)', type: 'url', value: url ?? '', required: false, maxLength: 2000, hint: 'Relative links in notes start from it. Such as https://acme.example.', wrong: sending.at('url') })}
      ${sending.button('Save')}
    </form>`;
  }
}

function askToMove(before: string, slug: string): Promise<boolean> {
  return confirm({
    heading: `Change the slug to ${slug}?`,
    text: `Links to /changelog/${before} and its feeds find nothing any more, and programs that name ${before} must learn the new one. The snippet in your pages goes on as it is. You can change it back while nobody else has taken it.`,
    action: 'Change the slug',
    danger: true,
  });
}

customElements.define('project-page', ProjectPage);

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { limits } from '../../../contract/vocabulary.ts';
import './own-networks-form.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { confirm } from '../../elements/dialog.ts';
import { fieldView } from '../../elements/field.ts';
import { FormController } from '../../elements/form-controller.ts';
import { Resource } from '../../elements/resource.ts';
import { stateStyles } from '../../elements/state-views.ts';
import { textAreaView } from '../../elements/text-area.ts';
import { toast } from '../../elements/toast.ts';
import { PageElement } from '../../page.ts';
import { readSession } from '../../session/session.ts';
import { emitSessionChange } from '../../session/session-change.ts';
import { type ProjectSettings, readProject, saveProject, staleView } from '../project-settings.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';

/** `/admin/{project}/settings/project`: name, slug, URL, what is counted, and own networks. */
class ProjectPage extends PageElement {
  static override styles = [baseStyles, controlStyles, stateStyles, settingsStyles];

  readonly #settings = new Resource<ProjectSettings>(this, (signal) =>
    readProject(this.apiPath(''), signal),
  );
  readonly #form = new FormController(this, async ({ name = '', slug = '', url = '' }) => {
    const { state } = this.#settings;
    if (state.status !== 'ready') return;
    const { project } = state.value;
    if (slug !== project.slug && !(await confirmSlugChange(project.slug, slug))) return;
    const edit = { name, slug, url: url.trim() || null };
    const savedSettings = await saveProject(`/api/projects/${project.id}`, state.value, edit);
    this.#settings.put(savedSettings);
    toast('Saved.');
    // The name and the slug are in the sidebar, and the slug is in every address.
    const next = `/admin/${savedSettings.project.slug}/settings/project`;
    emitSessionChange(this, { session: await readSession(), next });
  });

  readonly #countingForm = new FormController(
    this,
    async ({ talliedTraits = '', requireVerified }) => {
      const { state } = this.#settings;
      if (state.status !== 'ready') return;
      const edit = {
        talliedTraits: parseNames(talliedTraits),
        requireVerified: requireVerified === 'on',
      };
      this.#settings.put(await saveProject(this.apiPath(''), state.value, edit));
      toast('Saved.');
    },
  );

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context')) void this.#settings.reload();
  }

  #reload = (): void => {
    this.#form.error = this.#countingForm.error = undefined;
    // Rendered from scratch, so that no field keeps what was typed.
    this.#settings.state = { status: 'loading' };
    void this.#settings.reload();
  };

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'project',
      'Project',
      'The product’s name and addresses, and whose answers count.',
      html`${this.#settings.render((settings) => html`${this.#formView(settings)}${this.#countingView(settings)}${this.#networksView(settings)}`, { lines: 3 })}`,
    );
  }

  #formView({ project: { name, slug, url } }: ProjectSettings): TemplateResult {
    const form = this.#form;
    return html`<section class="card padded"><form @submit=${form.onSubmit}>
      ${form.alertView('name', 'slug', 'url')}${staleView(form.error, this.#reload)}
      ${fieldView({ name: 'name', label: 'Name', value: name, maxLength: limits.nameChars, hint: 'Shown at the top of the panel and the public page.', error: form.messageFor('name') })}
      ${fieldView({ name: 'slug', label: 'Slug', value: slug, maxLength: 60, hint: 'Used in addresses: /changelog/slug. A change breaks links to the public page and its feeds, and commands that use the slug. The snippet in your pages keeps working.', error: form.messageFor('slug') })}
      ${fieldView({ name: 'url', label: 'Product URL (optional)', type: 'url', value: url ?? '', required: false, maxLength: 2000, hint: 'The base of relative links in notes, such as https://acme.example.', error: form.messageFor('url') })}
      ${form.submitButtonView('Save project')}
    </form></section>`;
  }

  #networksView(settings: ProjectSettings): TemplateResult {
    const onSaved = ({ detail }: CustomEvent<ProjectSettings>) => this.#settings.put(detail);
    return html`<own-networks-form .path=${this.apiPath('')} .settings=${settings}
      @project-saved=${onSaved} @project-stale=${this.#reload}></own-networks-form>`;
  }

  #countingView({ project: { talliedTraits, requireVerified } }: ProjectSettings): TemplateResult {
    const form = this.#countingForm;
    const message = form.error?.errors.find(({ pointer }) =>
      pointer.startsWith('/talliedTraits'),
    )?.detail;
    return html`<section class="card padded"><h2>What counts</h2>
      <form @submit=${form.onSubmit}>
      ${message ? nothing : form.alertView()}${staleView(form.error, this.#reload)}
      <div class="field"><label class="flag"><input type="checkbox" name="requireVerified"
          .checked=${requireVerified} aria-describedby="verified-hint" />Count only visitors with a token</label>
        <p class="note" id="verified-hint">Scores use only their answers, and ignore traits that a page sends
          outside the token. Other answers are kept separately. This also applies to past answers, and you can
          change it back.</p></div>
      ${textAreaView({ name: 'talliedTraits', label: 'Traits to count by (optional)', rows: 3, value: talliedTraits.join('\n'), required: false, maxLength: 400, placeholder: 'plan\nrole', hint: 'Up to 5 names, one per line. From now on, answers and readers are also counted by these traits. Earlier ones are not counted again.', error: message })}
      ${form.submitButtonView('Save rules')}
    </form></section>`;
  }
}

/** Returns each line once. Commas do not separate, because a name may contain one. */
function parseNames(lines: string): string[] {
  const names = lines.split('\n').map((name) => name.trim());
  return [...new Set(names.filter(Boolean))];
}

function confirmSlugChange(oldSlug: string, slug: string): Promise<boolean> {
  return confirm({
    heading: `Change the slug to ${slug}?`,
    text: `Links to /changelog/${oldSlug} and its feeds will stop working, and programs that use ${oldSlug} need the new slug. The snippet in your pages keeps working. You can change it back as long as no other project has taken it.`,
    action: 'Change slug',
    danger: true,
  });
}

customElements.define('project-page', ProjectPage);

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { limits } from '../../../contract/vocabulary.ts';
import './own-networks-form.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { confirm } from '../../elements/dialog.ts';
import { fieldView } from '../../elements/field.ts';
import { Reading } from '../../elements/reading.ts';
import { Sending } from '../../elements/sending.ts';
import { stateStyles } from '../../elements/state-views.ts';
import { textAreaView } from '../../elements/text-area.ts';
import { toast } from '../../elements/toast.ts';
import { PageElement } from '../../page.ts';
import { readSession } from '../../session/session.ts';
import { tellSession } from '../../session/session-change.ts';
import { type Edition, readProject, saveProject, staleView } from '../project-edition.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';

/** `/admin/{project}/settings/project`: its name, its slug, the address of the product, what is counted, and own networks. */
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

  readonly #counting = new Sending(this, async ({ talliedTraits = '', requireVerified }) => {
    const { read } = this.#edition;
    if (read.state !== 'ready') return;
    const edit = {
      talliedTraits: namesIn(talliedTraits),
      requireVerified: requireVerified === 'on',
    };
    this.#edition.put(await saveProject(this.apiPath(''), read.value, edit));
    toast('Saved.');
  });

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('place')) void this.#edition.again();
  }

  #readAnew = (): void => {
    this.#sending.refusal = this.#counting.refusal = undefined;
    // Drawn from nothing, so that no field keeps what was typed.
    this.#edition.read = { state: 'loading' };
    void this.#edition.again();
  };

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'project',
      'Project',
      'What your users know the product by, where it lives, and whose answers count.',
      html`${this.#edition.render((edition) => html`${this.#formView(edition)}${this.#countingView(edition)}${this.#networksView(edition)}`, { lines: 3 })}`,
    );
  }

  #formView({ project: { name, slug, url } }: Edition): TemplateResult {
    const sending = this.#sending;
    return html`<section class="card padded"><form @submit=${sending.on}>
      ${sending.alert('name', 'slug', 'url')}${staleView(sending.refusal, this.#readAnew)}
      ${fieldView({ name: 'name', label: 'Name', value: name, maxLength: limits.nameChars, hint: 'Stands at the head of the panel and of the public page.', wrong: sending.at('name') })}
      ${fieldView({ name: 'slug', label: 'Slug', value: slug, maxLength: 60, hint: 'Stands in addresses: /changelog/slug. Another one breaks links to the public page, its feeds, and commands that name it; the snippet in your pages goes on.', wrong: sending.at('slug') })}
      ${fieldView({ name: 'url', label: 'Address of the product (optional)', type: 'url', value: url ?? '', required: false, maxLength: 2000, hint: 'Relative links in notes start from it. Such as https://acme.example.', wrong: sending.at('url') })}
      ${sending.button('Save')}
    </form></section>`;
  }

  #networksView(edition: Edition): TemplateResult {
    const onSaved = ({ detail }: CustomEvent<Edition>) => this.#edition.put(detail);
    return html`<own-networks-form .path=${this.apiPath('')} .edition=${edition}
      @project-saved=${onSaved} @project-stale=${this.#readAnew}></own-networks-form>`;
  }

  #countingView({ project: { talliedTraits, requireVerified } }: Edition): TemplateResult {
    const counting = this.#counting;
    const wrong = counting.refusal?.errors.find(({ pointer }) =>
      pointer.startsWith('/talliedTraits'),
    )?.detail;
    return html`<section class="card padded"><h2>What is counted</h2>
      <form @submit=${counting.on}>
      ${wrong ? nothing : counting.alert()}${staleView(counting.refusal, this.#readAnew)}
      <div class="field"><label class="flag"><input type="checkbox" name="requireVerified"
          .checked=${requireVerified} aria-describedby="verified-hint" />Only visitors with a token count</label>
        <p class="note" id="verified-hint">Their answers alone make the scores, and what a page claims of them
          beside the token is not believed. Other answers are kept, and told apart. It goes for past answers
          too, and can be changed back.</p></div>
      ${textAreaView({ name: 'talliedTraits', label: 'Traits to count by (optional)', rows: 3, value: talliedTraits.join('\n'), required: false, maxLength: 400, placeholder: 'plan\nrole', hint: 'Up to 5 names, each in a line of its own. From then on answers and readers are counted by them too; what came before is not counted anew.', wrong })}
      ${counting.button('Count this way')}
    </form></section>`;
  }
}

/** Each line once: a name may have a comma in it. */
function namesIn(lines: string): string[] {
  const names = lines.split('\n').map((name) => name.trim());
  return [...new Set(names.filter(Boolean))];
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

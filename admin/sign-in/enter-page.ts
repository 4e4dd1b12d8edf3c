import { html, type nothing, type TemplateResult } from 'lit';
import type {
  InvitationAcceptance,
  InvitationOffer,
  PersonSession,
} from '../../contract/people.ts';
import { limits } from '../../contract/vocabulary.ts';
import { callApi } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { fieldView } from '../elements/field.ts';
import { FormController } from '../elements/form-controller.ts';
import { stateStyles } from '../elements/state-views.ts';
import { PageElement } from '../page.ts';
import { go } from '../router.ts';
import { firstAddress } from '../session/session.ts';
import { emitSessionChange } from '../session/session-change.ts';
import { LinkResource } from './link-resource.ts';
import { signInStyles } from './sign-in.styles.ts';

const fieldNames = ['name', 'email', 'password'];

/**
 * `/admin/`: accepts an invitation or the first owner's link. Without a link, continues at the
 * person's project, or at the sign-in page if no one is signed in.
 */
class EnterPage extends PageElement {
  static override styles = [baseStyles, controlStyles, stateStyles, signInStyles];

  readonly #link = new LinkResource<InvitationOffer>(this, '/api/invitation-lookups');
  readonly #form = new FormController(this, async ({ name = '', email = '', password = '' }) => {
    const token = this.#link.token ?? '';
    const body: InvitationAcceptance = { token, email, password, ...(name.trim() && { name }) };
    const options = { method: 'POST', body } as const;
    const { value } = await callApi<PersonSession>('/api/invitation-acceptances', options);
    emitSessionChange(this, { session: value, next: firstAddress(value) });
  });

  protected override willUpdate(): void {
    if (!this.#link.takeToken()) this.#redirect();
  }

  #redirect(): void {
    const { session } = this.context;
    go(session ? firstAddress(session) : '/admin/sign-in', { replace: true });
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.#link.render('Checking your invitation…', (offer) => this.#formView(offer));
  }

  #formView(offer: InvitationOffer): TemplateResult {
    const form = this.#form;
    const isFirst = offer.project === null;
    return html`${welcomeView(offer)}
      <form @submit=${form.onSubmit}>
        ${form.alertView(...fieldNames)}
        ${fieldView({ name: 'name', label: 'Your name', autocomplete: 'name', maxLength: limits.nameChars, required: isFirst, hint: `Shown to other members.${isFirst ? '' : ' Not needed if you already have an account here.'}`, error: form.messageFor('name') })}
        ${fieldView({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', value: offer.email ?? '', readOnly: offer.email !== null, maxLength: limits.emailChars, error: form.messageFor('email') })}
        ${fieldView({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', minLength: limits.passwordMinChars, maxLength: limits.passwordMaxChars, hint: `At least ${limits.passwordMinChars} characters. A few words work well.${isFirst ? '' : ' If you already have an account here, enter its password.'}`, error: form.messageFor('password') })}
        ${form.submitButtonView(isFirst ? 'Create account' : 'Join project')}
      </form>`;
  }
}

function welcomeView({ project, role }: InvitationOffer): TemplateResult {
  if (project === null) {
    return html`<h1>Welcome to Tidings</h1>
      <p class="lead">You’re the first person here, so this link makes you the owner. It works once.</p>`;
  }
  const article = role === 'editor' || role === 'owner' ? 'an' : 'a';
  return html`<h1>Join ${project}</h1>
    <p class="lead">You’ve been invited to this project as ${article} ${role}. The link works once.</p>`;
}

customElements.define('enter-page', EnterPage);

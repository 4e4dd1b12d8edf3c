import { html, nothing, type TemplateResult } from 'lit';
import type { AuditActor } from '../../contract/audit.ts';
import { queryOf } from '../router.ts';
import { actorName } from './sentences.ts';

/** What was chosen of the log; it stands in the query of the address, so that it can be shared. */
export interface Chosen {
  actor: string;
  action: string;
  subject: string;
  [name: string]: string;
}

/** What can be changed, by the nouns of actions. */
const nouns: Record<string, string> = {
  release: 'Releases',
  changelog: 'Imports',
  'held-group': 'Held-back groups',
  project: 'Project and settings',
  member: 'Members',
  invitation: 'Invitations',
  key: 'Keys',
  'token-key': 'Token keys',
};

/** What an address says. An action is a noun, or one verb of it. */
export function chosenIn(query: URLSearchParams): Chosen {
  const [actor = '', action = '', subject = ''] = ['actor', 'action', 'subject'].map((name) =>
    (query.get(name) ?? '').slice(0, 100),
  );
  return { actor, action: /^[a-z_-]{1,40}(\.[a-z_-]{1,40})?$/.test(action) ? action : '', subject };
}

/** Whether less than all is asked for. */
export function isFiltered(chosen: Chosen): boolean {
  return Object.values(chosen).some(Boolean);
}

/** By what and by whom; and what it was done to, where somebody came here by a link. */
export function filtersView(
  chosen: Chosen,
  actors: readonly AuditActor[],
  subjectName: string | undefined,
  path: string,
  onChange: (chosen: Partial<Chosen>) => void,
): TemplateResult {
  const [noun = ''] = chosen.action.split('.');
  const people = actors.map(({ actor, name }): [string, string] => [actor, actorName(actor, name)]);
  const isKnown = chosen.actor === '' || people.some(([actor]) => actor === chosen.actor);
  const all = isKnown ? people : [...people, [chosen.actor, 'Somebody else'] as [string, string]];
  return html`<div class="filters">
    ${selectView('What', [['', 'Everything'], ...Object.entries(nouns)], noun, (action) => onChange({ action }))}
    ${selectView('Who', [['', 'Everybody'], ...all], chosen.actor, (actor) => onChange({ actor }))}
    ${
      chosen.subject
        ? html`<a class="only" href="${path}${queryOf({ ...chosen, subject: '' })}"
          aria-label="Only ${subjectName ?? 'one thing'}, show all">Only <bdi>${subjectName ?? 'one thing'}</bdi>
          <span aria-hidden="true">✕</span></a>`
        : nothing
    }</div>`;
}

function selectView(
  label: string,
  options: readonly (readonly [value: string, words: string])[],
  chosen: string,
  onChange: (value: string) => void,
): TemplateResult {
  return html`<label>${label}<select
    @change=${({ target }: { target: HTMLSelectElement }) => onChange(target.value)}>${options.map(
      ([value, words]) =>
        html`<option value=${value} .selected=${value === chosen}>${words}</option>`,
    )}</select></label>`;
}

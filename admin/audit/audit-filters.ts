import { html, nothing, type TemplateResult } from 'lit';
import type { AuditActor } from '../../contract/audit.ts';
import { queryOf } from '../router.ts';
import { actorName } from './sentences.ts';

/** The filters of the log. They are in the query of the address, so that it can be shared. */
export interface AuditFilters {
  actor: string;
  action: string;
  subject: string;
  [name: string]: string;
}

/** The labels of the nouns in actions. */
const actionLabels: Record<string, string> = {
  release: 'Releases',
  changelog: 'Imports',
  'held-group': 'Held-back groups',
  project: 'Project and settings',
  member: 'Members',
  invitation: 'Invitations',
  key: 'Keys',
  'token-key': 'Token keys',
};

/** The filters in an address. An action is a noun, or a noun and a verb: `release.publish`. */
export function readAuditFilters(query: URLSearchParams): AuditFilters {
  const [actor = '', action = '', subject = ''] = ['actor', 'action', 'subject'].map((name) =>
    (query.get(name) ?? '').slice(0, 100),
  );
  return { actor, action: /^[a-z_-]{1,40}(\.[a-z_-]{1,40})?$/.test(action) ? action : '', subject };
}

/** Whether a filter is set. */
export function hasAuditFilters(filters: AuditFilters): boolean {
  return Object.values(filters).some(Boolean);
}

/** The controls for the action and the actor, and for the subject if the address names one. */
export function auditFiltersView(
  filters: AuditFilters,
  actors: readonly AuditActor[],
  subjectName: string | undefined,
  path: string,
  onChange: (chosen: Partial<AuditFilters>) => void,
): TemplateResult {
  const [noun = ''] = filters.action.split('.');
  const people = actors.map(({ actor, name }): [string, string] => [actor, actorName(actor, name)]);
  const isKnown = filters.actor === '' || people.some(([actor]) => actor === filters.actor);
  const all = isKnown ? people : [...people, [filters.actor, 'Someone else'] as [string, string]];
  return html`<div class="filters">
    ${selectView('What', [['', 'Everything'], ...Object.entries(actionLabels)], noun, (action) => onChange({ action }))}
    ${selectView('Who', [['', 'Everyone'], ...all], filters.actor, (actor) => onChange({ actor }))}
    ${
      filters.subject
        ? html`<a class="subject-filter" href="${path}${queryOf({ ...filters, subject: '' })}"
          aria-label="Only ${subjectName ?? 'one item'}, show all">Only <bdi>${subjectName ?? 'one item'}</bdi>
          <span aria-hidden="true">✕</span></a>`
        : nothing
    }</div>`;
}

function selectView(
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  selected: string,
  onChange: (value: string) => void,
): TemplateResult {
  return html`<label>${label}<select
    @change=${({ target }: { target: HTMLSelectElement }) => onChange(target.value)}>${options.map(
      ([value, label]) =>
        html`<option value=${value} .selected=${value === selected}>${label}</option>`,
    )}</select></label>`;
}

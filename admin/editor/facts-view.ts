import { html, type TemplateResult } from 'lit';
import { limits } from '../../contract/vocabulary.ts';
import { fieldView } from '../elements/field.ts';
import { day, instant } from '../formats.ts';
import type { Draft } from '../release/draft.ts';
import { instantOf, localOf, zoneHere } from './local-times.ts';

/** What the form needs to know. */
export interface Facts {
  draft: Draft;
  readOnly: boolean;
  /** Whether its options are open from the beginning. */
  isOpen: boolean;
  /** What the server said is wrong with a field. */
  wrong(field: keyof Draft): string | undefined;
  write(fields: Partial<Draft>): void;
}

const flags = {
  major: { words: 'Major', hint: 'A big one: the widget says so.' },
  pinned: { words: 'Pinned', hint: 'Stands before all others.' },
  silent: { words: 'Silent', hint: 'Raises no unread count.' },
} as const;

/** All of a release but its notes. */
export function factsView(facts: Facts): TemplateResult {
  const { draft, readOnly, wrong, write } = facts;
  const { titleChars, versionChars } = limits;
  return html`<section class="card facts" aria-labelledby="facts-heading">
    <h2 id="facts-heading" class="heard">Release</h2>
    <div class="pair">
      ${fieldView({ name: 'version', label: 'Version', value: draft.version, maxLength: versionChars, readOnly, wrong: wrong('version'), onInput: (version) => write({ version }) })}
      ${fieldView({ name: 'title', label: 'Title (optional)', value: draft.title, maxLength: titleChars, required: false, readOnly, wrong: wrong('title'), onInput: (title) => write({ title }) })}
    </div>
    <details ?open=${facts.isOpen}><summary>Date and options</summary>
      <div class="more">${datesView(facts)}
        <fieldset ?disabled=${readOnly}><legend class="heard">Options</legend>${(
          Object.keys(flags) as (keyof typeof flags)[]
        ).map((flag) => flagView(facts, flag))}</fieldset></div>
    </details></section>`;
}

/** Whether something is chosen that should not be hidden. */
export function hasOptions({ displayDate, expiresAt, major, pinned, silent }: Draft): boolean {
  return Boolean(displayDate || expiresAt || major || pinned || silent);
}

function datesView({ draft, readOnly, wrong, write }: Facts): TemplateResult {
  const { displayDate, expiresAt } = draft;
  return html`<div class="pair even">
    ${fieldView({ name: 'displayDate', label: 'Date that visitors read', type: 'date', value: displayDate ?? '', required: false, readOnly, hint: displayDate ? `${day(displayDate)}.` : 'Without one, the day of publication.', wrong: wrong('displayDate'), onInput: (date) => write({ displayDate: date || null }) })}
    ${fieldView({ name: 'expiresAt', label: 'Disappears at', type: 'datetime-local', value: localOf(expiresAt), required: false, readOnly, hint: disappearsHint(expiresAt), wrong: wrong('expiresAt'), onInput: (local) => write({ expiresAt: instantOf(local) }) })}
  </div>`;
}

/** In the zone that publishing begins with, and written as all dates are, whatever the browser's field shows. */
function disappearsHint(expiresAt: string | null): string {
  const zone = zoneHere().replaceAll('_', ' ');
  return expiresAt ? `${instant(expiresAt)}, in ${zone}.` : `In ${zone}. Without one, never.`;
}

function flagView({ draft, write }: Facts, flag: keyof typeof flags): TemplateResult {
  const { words, hint } = flags[flag];
  return html`<label class="flag"><input type="checkbox" name=${flag} .checked=${draft[flag]}
      aria-describedby="${flag}-hint"
      @change=${({ target }: { target: HTMLInputElement }) => write({ [flag]: target.checked })} />
    <span>${words}<span class="note" id="${flag}-hint">${hint}</span></span></label>`;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { NamedAuditEntry } from '../../contract/audit.ts';
import { instant, timeOfDay } from '../formats.ts';
import { queryOf } from '../router.ts';
import { type Difference, differencesOf } from './differences.ts';
import { sentenceOf } from './sentences.ts';

/** One entry: its sentence, and behind it what each field was and became. */
export function entryView(entry: NamedAuditEntry, slug: string): TemplateResult {
  const { who, did, what, how } = sentenceOf(entry);
  const differences = differencesOf(entry.before, entry.after);
  const audit = `/admin/${slug}/audit`;
  const subject = subjectAddress(entry, slug);
  return html`<li class="entry">
    <time datetime=${entry.at} title=${instant(entry.at)}>${timeOfDay(new Date(entry.at))}</time>
    <div class="told"><p><a class="who" href="${audit}${queryOf({ actor: entry.actor })}" title="Only what they did"><bdi>${who}</bdi></a>
      ${did}${what ? html` ${subject ? html`<a href=${subject}><bdi>${what}</bdi></a>` : html`<bdi class="what">${what}</bdi>`}` : nothing}${how}.</p>
    <details><summary>${differences.length > 0 ? 'What changed' : 'Details'}</summary>
      ${differences.length > 0 ? differencesView(differences) : nothing}${rawView(entry)}</details></div></li>`;
}

function differencesView(differences: readonly Difference[]): TemplateResult {
  return html`<dl class="differences">${differences.map(
    ({ field, before, after }) => html`<div><dt>${field}</dt>
      <dd>${before === undefined ? nothing : html`<del dir="auto"><span class="heard">Before: </span>${before}</del>`}
        ${after === undefined ? nothing : html`<ins dir="auto"><span class="heard">After: </span>${after}</ins>`}</dd></div>`,
  )}</dl>`;
}

/** All that the chain is made of, as it is kept. */
function rawView({ actorName: _, subjectName: __, ...kept }: NamedAuditEntry): TemplateResult {
  return html`<details class="raw"><summary>Entry ${kept.seq} as it is kept</summary>
    <pre tabindex="0">${JSON.stringify(kept, null, 2)}</pre></details>`;
}

/** A release has a page, for as long as it is there; all else has none of its own. */
function subjectAddress({ action, subject }: NamedAuditEntry, slug: string): string | undefined {
  const [noun, id] = subject.split(':');
  const address = `/admin/${slug}/releases/${id}`;
  return noun === 'release' && action !== 'release.delete' ? address : undefined;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { NamedAuditEntry } from '../../contract/audit.ts';
import { formatDateTime, formatTime } from '../formats.ts';
import { queryOf } from '../router.ts';
import { type FieldDifference, fieldDifferences } from './differences.ts';
import { combineGroup, type EditGroup } from './edit-groups.ts';
import { type Sentence, sentenceOf } from './sentences.ts';

/** One entry: its sentence and, on request, the values of each field before and after. */
function entryView(entry: NamedAuditEntry, slug: string): TemplateResult {
  const differences = fieldDifferences(entry.before, entry.after);
  return rowView(
    { entry, slug, sentence: sentenceOf(entry) },
    html`<details><summary>${differences.length > 0 ? 'What changed' : 'Details'}</summary>
      ${differences.length > 0 ? differencesView(differences) : nothing}${rawView(entry)}</details>`,
  );
}

/** A group of edits as one entry: the change as a whole and, on request, each edit. */
export function editGroupView(group: EditGroup, slug: string): TemplateResult {
  const [entry, ...older] = group;
  const first = older.at(-1);
  if (!first) return entryView(entry, slug);
  const [from, to] = [timeOf(first), timeOf(entry)];
  const how = `, ${group.length} times, ${from === to ? to : `${from}–${to}`}`;
  const { before, after } = combineGroup(group);
  const differences = fieldDifferences(before, after);
  return rowView(
    { entry, slug, sentence: { ...sentenceOf(entry), how } },
    html`<details><summary>What changed</summary>
      ${differences.length > 0 ? differencesView(differences) : html`<p class="note">These edits cancel each other out.</p>`}
      <details class="edits"><summary>Show all ${group.length} edits</summary><ol>${group.map(
        (one) => html`<li>${timeView(one)}<div>
          ${differencesView(fieldDifferences(one.before, one.after))}${rawView(one)}</div></li>`,
      )}</ol></details></details>`,
  );
}

function rowView(
  { entry, slug, sentence }: { entry: NamedAuditEntry; slug: string; sentence: Sentence },
  details: TemplateResult,
): TemplateResult {
  const { who, did, what, how } = sentence;
  const audit = `/admin/${slug}/audit`;
  const subject = subjectAddress(entry, slug);
  return html`<li class="entry">${timeView(entry)}
    <div class="description"><p><a class="actor" href="${audit}${queryOf({ actor: entry.actor })}" title="Show only their changes"><bdi>${who}</bdi></a>
      ${did}${what ? html` ${subject ? html`<a href=${subject}><bdi>${what}</bdi></a>` : html`<bdi class="subject">${what}</bdi>`}` : nothing}${how}.</p>
    ${details}</div></li>`;
}

function timeView(entry: NamedAuditEntry): TemplateResult {
  return html`<time datetime=${entry.at} title=${formatDateTime(entry.at)}>${timeOf(entry)}</time>`;
}

function timeOf({ at }: NamedAuditEntry): string {
  return formatTime(new Date(at));
}

function differencesView(differences: readonly FieldDifference[]): TemplateResult {
  return html`<dl class="differences">${differences.map(
    ({ field, before, after }) => html`<div><dt>${field}</dt>
      <dd>${before === undefined ? nothing : html`<del dir="auto"><span class="visually-hidden">Before: </span>${before}</del>`}
        ${after === undefined ? nothing : html`<ins dir="auto"><span class="visually-hidden">After: </span>${after}</ins>`}</dd></div>`,
  )}</dl>`;
}

/** The stored entry, from which the hash chain is computed. */
function rawView({ actorName: _, subjectName: __, ...stored }: NamedAuditEntry): TemplateResult {
  return html`<details class="raw"><summary>Entry ${stored.seq} as stored</summary>
    <pre tabindex="0">${JSON.stringify(stored, null, 2)}</pre></details>`;
}

/** A release has a page until it is deleted. Held groups share one; other subjects have none. */
function subjectAddress({ action, subject }: NamedAuditEntry, slug: string): string | undefined {
  const [noun, id] = subject.split(':');
  if (noun === 'held-group') return `/admin/${slug}/held-back`;
  const address = `/admin/${slug}/releases/${id}`;
  return noun === 'release' && action !== 'release.delete' ? address : undefined;
}

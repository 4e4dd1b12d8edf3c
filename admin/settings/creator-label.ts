import { html, type TemplateResult } from 'lit';

/** The creator of a key or an invitation, for use in a sentence: `Ann Berg`, `the key CI`. */
export function creatorLabel({
  createdBy,
  createdByName,
}: {
  createdBy: string | null;
  createdByName: string | null;
}): TemplateResult | string {
  if (createdBy === null) return 'an unknown person or key';
  if (createdBy === 'system') return 'the command line';
  const isKey = createdBy.startsWith('key:');
  if (createdByName === null) return isKey ? 'a key of another project' : 'an unknown person';
  return isKey ? html`the key <bdi>${createdByName}</bdi>` : html`<bdi>${createdByName}</bdi>`;
}

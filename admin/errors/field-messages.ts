/** Labels of fields that differ from their names in a body. */
const fieldLabels: Record<string, string> = {
  displayDate: 'Date that visitors read',
  expiresAt: 'Disappears at',
  body: 'text',
  url: 'Address',
};

/**
 * The label of the field at an RFC 6901 pointer: `/version` is `Version`, `/notes/0/body` is
 * `Note 1, text`. Empty for the body as a whole.
 */
function fieldLabel(pointer: string): string {
  const [, ...steps] = pointer.split('/');
  const labels = steps.flatMap((step, at) => {
    if (isIndex(step)) return [];
    const next = steps[at + 1] ?? '';
    return isIndex(next)
      ? [`${toSingular(step)} ${Number(next) + 1}`]
      : [fieldLabels[step] ?? splitCamelCase(step)];
  });
  return labels.map((label, at) => (at === 0 ? capitalise(label) : label.toLowerCase())).join(', ');
}

/** A field's error as a sentence: `Version must not be empty.` */
export function toFieldMessage({ pointer, detail }: { pointer: string; detail: string }): string {
  const field = fieldLabel(pointer);
  if (!field) return detail;
  const startsWithVerb = /^(Must|May|Is) /.test(detail);
  return startsWithVerb
    ? `${field} ${detail[0]?.toLowerCase()}${detail.slice(1)}`
    : `${field}: ${detail}`;
}

function isIndex(step: string): boolean {
  return /^\d+$/.test(step);
}

/** `notes` → `note`. */
function toSingular(list: string): string {
  return splitCamelCase(list).replace(/s$/, '');
}

/** `rollBackReason` → `roll back reason`. */
function splitCamelCase(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

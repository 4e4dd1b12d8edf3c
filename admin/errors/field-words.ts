/** What fields are called that are called otherwise than in a body. */
const called: Record<string, string> = {
  displayDate: 'Date that visitors read',
  expiresAt: 'Disappears at',
  body: 'text',
  url: 'Address',
};

/**
 * What people call the field at an RFC 6901 pointer: `/version` is `Version`, `/notes/0/body` is
 * `Note 1, text`. Empty for the body as a whole.
 */
function fieldWords(pointer: string): string {
  const [, ...steps] = pointer.split('/');
  const words = steps.flatMap((step, at) => {
    if (isPlace(step)) return [];
    const next = steps[at + 1] ?? '';
    return isPlace(next) ? [`${oneOf(step)} ${Number(next) + 1}`] : [called[step] ?? spaced(step)];
  });
  return words.map((one, at) => (at === 0 ? capital(one) : one.toLowerCase())).join(', ');
}

/** A fault as a sentence about its field: `Version must not be empty.` */
export function faultWords({ pointer, detail }: { pointer: string; detail: string }): string {
  const field = fieldWords(pointer);
  if (!field) return detail;
  const isOfField = /^(Must|May|Is) /.test(detail);
  return isOfField
    ? `${field} ${detail[0]?.toLowerCase()}${detail.slice(1)}`
    : `${field}: ${detail}`;
}

function isPlace(step: string): boolean {
  return /^\d+$/.test(step);
}

/** `notes` → `note`. */
function oneOf(list: string): string {
  return spaced(list).replace(/s$/, '');
}

/** `rollBackReason` → `roll back reason`. */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

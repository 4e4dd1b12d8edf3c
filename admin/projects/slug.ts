// A file of its own: a pure function, which tests call without rendering the page.

/** The maximum length of a slug. */
const maxChars = 60;

/**
 * Returns the slug to propose for a name: `Acme Cloud (EU)` → `acme-cloud-eu`. Letters lose their
 * accents; other characters only separate the words, so the slug may be empty.
 */
export function slugFor(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  const parts = plain.split(/[^a-z0-9]+/).filter(Boolean);
  return parts.join('-').slice(0, maxChars).replace(/-$/, '');
}

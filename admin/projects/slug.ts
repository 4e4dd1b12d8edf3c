// A file of its own: a pure function, which tests call without drawing the page.

/** The most that a slug may have. */
const maxChars = 60;

/**
 * The slug to propose for a name: `Acme Cloud (EU)` → `acme-cloud-eu`. Letters lose their accents; what
 * no Latin letter stands for goes, so that it may be empty.
 */
export function slugFor(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  const parts = plain.split(/[^a-z0-9]+/).filter(Boolean);
  return parts.join('-').slice(0, maxChars).replace(/-$/, '');
}

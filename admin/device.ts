/** How light the pages are: as the system says, or always the same. */
export const schemes = ['auto', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

const keys = { scheme: 'tidings-scheme', project: 'tidings-project' };

/** What was chosen on this device. */
export function chosenScheme(): Scheme {
  return schemes.find((one) => one === read(keys.scheme)) ?? 'auto';
}

/** Keeps a choice on this device, and shows it. */
export function chooseScheme(scheme: Scheme): void {
  store(keys.scheme, scheme);
  applyScheme();
}

/** How light the pages are just now. */
export function currentScheme(): 'light' | 'dark' {
  const chosen = chosenScheme();
  if (chosen !== 'auto') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Puts the choice on the document; `auto` leaves it to the system, also when that changes. */
export function applyScheme(): void {
  document.documentElement.dataset.scheme = chosenScheme();
}

/** The slug of the project that was looked at last, here. */
export function lastProject(): string | undefined {
  return read(keys.project) ?? undefined;
}

/** Remembers a project by its slug. */
export function storeLastProject(slug: string): void {
  store(keys.project, slug);
}

/** A browser that keeps nothing throws (private windows, blocked storage); then nothing is kept. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It holds until the page is left.
  }
}

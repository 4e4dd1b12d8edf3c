/** The colour schemes of the pages. `auto` follows the system. */
export const schemes = ['auto', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

const keys = { scheme: 'tidings-scheme', project: 'tidings-project' };

/** The colour scheme that was chosen on this device. */
export function chosenScheme(): Scheme {
  return schemes.find((one) => one === read(keys.scheme)) ?? 'auto';
}

/** Stores a colour scheme on this device and applies it. */
export function chooseScheme(scheme: Scheme): void {
  store(keys.scheme, scheme);
  applyScheme();
}

/** The colour scheme of the pages now, with `auto` resolved. */
export function currentScheme(): 'light' | 'dark' {
  const chosen = chosenScheme();
  if (chosen !== 'auto') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Sets the colour scheme on the document. `auto` follows the system, also when that changes. */
export function applyScheme(): void {
  document.documentElement.dataset.scheme = chosenScheme();
}

/** The slug of the project that was opened last on this device. */
export function lastProject(): string | undefined {
  return read(keys.project) ?? undefined;
}

/** Stores the slug of the project that was opened last. */
export function storeLastProject(slug: string): void {
  store(keys.project, slug);
}

/** Null if the browser blocks storage, for example in a private window: `localStorage` throws. */
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
    // Storage is blocked, so the value is not kept.
  }
}

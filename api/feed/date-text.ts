import { createBoundedMap } from '../bounded-map.ts';

/** Used if the visitor sends no language, or one that the runtime does not know. */
const fallback = 'en';
const resolved = createBoundedMap<string>(1000);
const formats = createBoundedMap<Intl.DateTimeFormat>(50);

/**
 * Returns the locale in which dates are written for a requested language: one of the few hundred
 * that the runtime has, so that the caches per locale stay bounded whatever clients send.
 */
export function dateLocale(requested: string | undefined): string {
  if (requested === undefined) return fallback;
  const known = resolved.get(requested);
  if (known !== undefined) return known;
  const locale = resolve(requested);
  resolved.set(requested, locale);
  return locale;
}

/** Formats `2026-03-01` as "March 1, 2026" in a locale returned by `dateLocale`. */
export function dateText(date: string, locale: string): string {
  return formatOf(locale).format(new Date(`${date}T00:00:00Z`));
}

function resolve(requested: string): string {
  try {
    const [supported] = Intl.DateTimeFormat.supportedLocalesOf(requested);
    if (supported === undefined) return fallback;
    // Extensions are dropped, because each would add a locale.
    const { baseName } = new Intl.Locale(supported);
    return new Intl.DateTimeFormat(baseName).resolvedOptions().locale;
  } catch {
    return fallback;
  }
}

function formatOf(locale: string): Intl.DateTimeFormat {
  const known = formats.get(locale);
  if (known) return known;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  formats.set(locale, format);
  return format;
}

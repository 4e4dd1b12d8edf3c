import { createBoundedMap } from '../bounded-map.ts';

/** What a visitor who tells no language, or one that nobody knows, is answered in. */
const fallback = 'en';
const resolved = createBoundedMap<string>(1000);
const formats = createBoundedMap<Intl.DateTimeFormat>(50);

/**
 * The locale in which dates are written for whoever asked for `wanted`: one of the few hundred that
 * the runtime has, so that what is kept per locale stays bounded whatever people send.
 */
export function dateLocale(requested: string | undefined): string {
  if (requested === undefined) return fallback;
  const known = resolved.get(requested);
  if (known !== undefined) return known;
  const locale = resolve(requested);
  resolved.set(requested, locale);
  return locale;
}

/** `2026-03-01` as "March 1, 2026" in a locale given by `dateLocale`. */
export function dateText(date: string, locale: string): string {
  return formatOf(locale).format(new Date(`${date}T00:00:00Z`));
}

function resolve(requested: string): string {
  try {
    const [supported] = Intl.DateTimeFormat.supportedLocalesOf(requested);
    if (supported === undefined) return fallback;
    // Its extensions are dropped: each of them would be one more locale.
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

import { dateLocale } from '../../feed/date-text.ts';

/** More languages than this nobody names in earnest. */
const maxLanguages = 10;

/**
 * The locale in which dates are written: of `asked` (`?locale=`) where it is given, else the first of
 * an `Accept-Language` (RFC 9110, 12.5.4) that the runtime knows, else English.
 */
export function readerLocale(requested: string | undefined, accepted = ''): string {
  if (requested !== undefined) return dateLocale(requested);
  const known = preferredLanguages(accepted).find(
    (tag) => /^en\b/i.test(tag) || dateLocale(tag) !== 'en',
  );
  return dateLocale(known);
}

/** The language tags, best first. `*` and those of weight 0 are not among them. */
function preferredLanguages(accepted: string): string[] {
  const preferences = accepted.split(',', maxLanguages).map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((word) => word.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  });
  const acceptable = preferences.filter(
    ({ tag, weight }) => tag !== '' && tag !== '*' && weight > 0,
  );
  return acceptable.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
}

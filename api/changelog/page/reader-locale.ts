import { dateLocale } from '../../feed/date-text.ts';

/** No genuine request names more languages. */
const maxLanguages = 10;

/**
 * Returns the locale in which dates are written: that of `requested` (`?locale=`) if there is one,
 * otherwise that of the first language in `Accept-Language` (RFC 9110, 12.5.4) that the runtime
 * knows, otherwise English.
 */
export function readerLocale(requested: string | undefined, accepted = ''): string {
  if (requested !== undefined) return dateLocale(requested);
  const known = preferredLanguages(accepted).find(
    (tag) => /^en\b/i.test(tag) || dateLocale(tag) !== 'en',
  );
  return dateLocale(known);
}

/** Returns the language tags, best first, without `*` and tags of weight 0. */
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

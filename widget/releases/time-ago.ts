// A file of its own: its table of examples is tested without templates.

/**
 * Returns a relative time such as `2 hours ago` or `yesterday`. Called only if something is wrong,
 * because the first `Intl` object of a page is a long task on a slow device.
 */
export function timeAgo(at: string, nowMs: number, locale: string): string {
  const minutes = Math.max(0, (nowMs - Date.parse(at)) / 60_000);
  const [value, unit] =
    minutes < 60
      ? ([minutes, 'minute'] as const)
      : minutes < 1440
        ? ([minutes / 60, 'hour'] as const)
        : ([minutes / 1440, 'day'] as const);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return format.format(-Math.floor(value), unit);
}

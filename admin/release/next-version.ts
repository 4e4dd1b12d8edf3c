// A file of its own: a pure function, which tests call without a server.

const versionPattern =
  /^(?<prefix>\D*)(?<first>\d+)\.(?<second>\d+)(?<rest>(?:\.\d+)*)(?<tail>.*)$/;

/**
 * The version to propose after the first of `taken`, the newest. After a year, the current month,
 * or the next number within it (calver: `2026.11`, `2026.11.1`); otherwise the next second number
 * (semver: `9.0.3` → `9.1.0`). Empty if the newest has another format. Never one of those in
 * `taken`.
 */
export function nextVersion(taken: readonly string[], today: Date): string {
  let version = increment(taken[0] ?? '', today);
  while (version && taken.includes(version)) version = increment(version, today);
  return version;
}

function increment(version: string, today: Date): string {
  const {
    prefix = '',
    first = '',
    second = '',
    rest = '',
  } = versionPattern.exec(version)?.groups ?? {};
  if (!first) return '';
  if (first.length === 4) return prefix + nextCalendarVersion(first, second, rest, today);
  return `${prefix}${first}.${Number(second) + 1}${rest.replace(/\d+/g, '0')}`;
}

function nextCalendarVersion(year: string, month: string, rest: string, today: Date): string {
  const now = [today.getFullYear(), today.getMonth() + 1] as const;
  const currentMonth = String(now[1]).padStart(month.startsWith('0') ? 2 : 1, '0');
  if (Number(year) !== now[0] || Number(month) !== now[1]) {
    return `${now[0]}.${currentMonth}${rest.replace(/\d+/g, '0')}`;
  }
  const last = Number(rest.split('.').at(-1));
  return `${year}.${month}${rest.replace(/\.\d+$/, '')}.${last + 1}`;
}

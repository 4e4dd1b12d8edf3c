import type { Score } from '../../contract/scores.ts';
import type { ReasonCount } from './reason-queries.ts';

const maxDays = 90;
const dayMs = 24 * 60 * 60 * 1000;

/** The days (UTC) from one instant to another, both among them, oldest first; the last 90. */
export function daysBetween(from: string, to: Date): string[] {
  const last = Date.parse(to.toISOString().slice(0, 10));
  const first = Math.max(Date.parse(from.slice(0, 10)), last - (maxDays - 1) * dayMs);
  const count = Math.max(0, (last - first) / dayMs + 1);
  return Array.from({ length: count }, (_, n) =>
    new Date(first + n * dayMs).toISOString().slice(0, 10),
  );
}

/** Each choice with the ratings that it was given beside, the most frequent first. */
export function reasonsOf(counts: readonly ReasonCount[]): Score['reasons'] {
  const reasons = new Map<string, Score['reasons'][number]>();
  for (const { question, choice, rating, count } of counts) {
    const name = `${question} ${choice}`;
    const known = reasons.get(name) ?? { question, choice, count: 0, byRating: [] };
    known.count += count;
    known.byRating.push({ rating, count });
    reasons.set(name, known);
  }
  for (const { byRating } of reasons.values()) byRating.sort((a, b) => a.rating - b.rating);
  return [...reasons.values()].sort((a, b) => b.count - a.count || (a.choice < b.choice ? -1 : 1));
}

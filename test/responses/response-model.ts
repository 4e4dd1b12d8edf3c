import { dayOf } from '../../api/visitors/occurred-at.ts';

/** An answer as the model knows it. Revisions of one client are in that client's order. */
export interface ModelAnswer {
  visitor: string;
  client: string;
  revision: number;
  state: 'complete' | 'partial' | 'dismissed' | 'later';
  rating: number | null;
  occurredAt: string;
}

export type ModelOutcome = 'new' | 'replay' | 'refused';

/** What one visitor's answers amount to in the end. */
export interface ModelResult {
  editions: number;
  rating: number | null;
  firstRating: number | null;
  scored: number | null;
  day: string | null;
  inWindow: boolean;
}

const windowMs = 14 * 24 * 60 * 60 * 1000;

/**
 * The rules for answers, written as plainly as they can be and for nothing but comparing: a list per
 * visitor, oldest edition first. An edition goes to its end, or, when its client has sent a later one
 * already, right before that.
 */
export function createResponseModel() {
  const answersByVisitor = new Map<string, ModelAnswer[]>();
  const received = new Map<string, ModelAnswer[]>();
  const owners = new Map<string, string>();

  function put(answer: ModelAnswer): ModelOutcome {
    if ((owners.get(answer.client) ?? answer.visitor) !== answer.visitor) return 'refused';
    const list = answersByVisitor.get(answer.visitor) ?? [];
    const sameClient = list.filter((other) => other.client === answer.client);
    const same = sameClient.find((other) => other.revision === answer.revision);
    if (same)
      return same.state === answer.state && same.rating === answer.rating ? 'replay' : 'refused';
    const laterIndex = list.findIndex(
      (other) => other.client === answer.client && other.revision > answer.revision,
    );
    list.splice(laterIndex < 0 ? list.length : laterIndex, 0, answer);
    answersByVisitor.set(answer.visitor, list);
    received.set(answer.visitor, [...(received.get(answer.visitor) ?? []), answer]);
    owners.set(answer.client, answer.visitor);
    return 'new';
  }

  function resultOf(visitor: string): ModelResult {
    const list = answersByVisitor.get(visitor) ?? [];
    const arrivals = received.get(visitor) ?? [];
    const openedAt = Date.parse(arrivals[0]?.occurredAt ?? '');
    const isInWindow = ({ occurredAt }: ModelAnswer) =>
      Date.parse(occurredAt) - openedAt <= windowMs;
    const isRated = (other: ModelAnswer) =>
      other.rating !== null && (other.state === 'complete' || other.state === 'partial');
    const isCounted = list.some((other) => isRated(other) && isInWindow(other))
      ? (other: ModelAnswer) => isRated(other) && isInWindow(other)
      : isRated;
    const current = list.at(-1);
    const scored = list.findLast(isCounted);
    const day = arrivals.find(isCounted)?.occurredAt;
    return {
      editions: list.length,
      rating: current?.rating ?? null,
      firstRating: arrivals.find(isRated)?.rating ?? null,
      scored: scored?.rating ?? null,
      day: day ? dayOf(day) : null,
      inWindow: scored ? isInWindow(scored) : current !== undefined && isInWindow(current),
    };
  }

  return { put, resultOf, visitors: () => [...answersByVisitor.keys()].sort() };
}

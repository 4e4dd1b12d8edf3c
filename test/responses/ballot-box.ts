import { dayOf } from '../../api/visitors/occurred-at.ts';

/** An answer as the model knows it. Revisions of one client are in that client's order. */
export interface Cast {
  visitor: string;
  client: string;
  revision: number;
  state: 'complete' | 'partial' | 'dismissed' | 'later';
  rating: number | null;
  occurredAt: string;
}

export type Outcome = 'new' | 'replay' | 'refused';

/** What one visitor's answers amount to in the end. */
export interface Result {
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
export function createBallotBox() {
  const lists = new Map<string, Cast[]>();
  const received = new Map<string, Cast[]>();
  const owners = new Map<string, string>();

  function put(cast: Cast): Outcome {
    if ((owners.get(cast.client) ?? cast.visitor) !== cast.visitor) return 'refused';
    const list = lists.get(cast.visitor) ?? [];
    const own = list.filter((each) => each.client === cast.client);
    const same = own.find((each) => each.revision === cast.revision);
    if (same)
      return same.state === cast.state && same.rating === cast.rating ? 'replay' : 'refused';
    const overtaking = list.findIndex(
      (each) => each.client === cast.client && each.revision > cast.revision,
    );
    list.splice(overtaking < 0 ? list.length : overtaking, 0, cast);
    lists.set(cast.visitor, list);
    received.set(cast.visitor, [...(received.get(cast.visitor) ?? []), cast]);
    owners.set(cast.client, cast.visitor);
    return 'new';
  }

  function resultOf(visitor: string): Result {
    const list = lists.get(visitor) ?? [];
    const inOrder = received.get(visitor) ?? [];
    const opened = Date.parse(inOrder[0]?.occurredAt ?? '');
    const inTime = ({ occurredAt }: Cast) => Date.parse(occurredAt) - opened <= windowMs;
    const answered = (each: Cast) =>
      each.rating !== null && (each.state === 'complete' || each.state === 'partial');
    const counted = list.some((each) => answered(each) && inTime(each))
      ? (each: Cast) => answered(each) && inTime(each)
      : answered;
    const current = list.at(-1);
    const scored = list.findLast(counted);
    const day = inOrder.find(counted)?.occurredAt;
    return {
      editions: list.length,
      rating: current?.rating ?? null,
      firstRating: inOrder.find(answered)?.rating ?? null,
      scored: scored?.rating ?? null,
      day: day ? dayOf(day) : null,
      inWindow: scored ? inTime(scored) : current !== undefined && inTime(current),
    };
  }

  return { put, resultOf, visitors: () => [...lists.keys()].sort() };
}

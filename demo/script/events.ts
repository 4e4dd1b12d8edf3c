import type { ResponseState, Surface } from '../../contract/vocabulary.ts';
import type { MadeVisitor } from './crowd.ts';

/** Something that Harbour's publisher did. */
export type Publishing = { at: Date; version: string } & (
  | { kind: 'draft' }
  | { kind: 'publish' }
  | { kind: 'schedule'; publishAt: Date }
  | { kind: 'retitle'; title: string }
  | { kind: 'roll_back'; reason: string }
);

interface ByVisitor {
  at: Date;
  version: string;
  visitor: MadeVisitor;
  /** The version of Harbour that ran on their screen. */
  ran: string;
}

/** Somebody was shown a release, and perhaps read it; `at` is when the last of it happened. */
export interface Sighting extends ByVisitor {
  kind: 'sighting';
  shownAt: Date;
  readAt: Date | null;
  clicked: boolean;
}

/** Somebody answered; with a higher `revision`, anew. */
export interface Rating extends ByVisitor {
  kind: 'rating';
  revision: number;
  state: ResponseState;
  surface: Surface;
  rating: number | null;
  reasons: string[];
  comment: string | null;
}

export type Visit = Sighting | Rating;
export type Act = Publishing | Visit;

/** Whether an act is a visitor's, not the publisher's. */
export function isVisit(act: Act): act is Visit {
  return act.kind === 'sighting' || act.kind === 'rating';
}

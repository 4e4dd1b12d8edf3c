import type { ResponseState, Surface } from '../../contract/vocabulary.ts';
import type { DemoVisitor } from './visitors.ts';

/** Something that Harbour's publisher did. */
export type PublisherEvent = { at: Date; version: string } & (
  | { kind: 'draft' }
  | { kind: 'publish' }
  | { kind: 'schedule'; publishAt: Date }
  | { kind: 'retitle'; title: string }
  | { kind: 'roll_back'; reason: string }
);

interface VisitBase {
  at: Date;
  version: string;
  visitor: DemoVisitor;
  /** The version of Harbour that ran on their screen. */
  runningVersion: string;
}

/** Somebody was shown a release, and perhaps read it; `at` is when the last of it happened. */
export interface ExposureVisit extends VisitBase {
  kind: 'exposure';
  shownAt: Date;
  readAt: Date | null;
  clicked: boolean;
}

/** Somebody answered; with a higher `revision`, anew. */
export interface RatingVisit extends VisitBase {
  kind: 'rating';
  revision: number;
  state: ResponseState;
  surface: Surface;
  rating: number | null;
  reasons: string[];
  comment: string | null;
}

export type Visit = ExposureVisit | RatingVisit;
export type ScriptEvent = PublisherEvent | Visit;

/** Whether an act is a visitor's, not the publisher's. */
export function isVisit(event: ScriptEvent): event is Visit {
  return event.kind === 'exposure' || event.kind === 'rating';
}

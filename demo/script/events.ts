import type { ResponseState, Surface } from '../../contract/vocabulary.ts';
import type { DemoVisitor } from './visitors.ts';

/** An action of Harbour's publisher. */
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
  /** The version of Harbour that the visitor was using. */
  runningVersion: string;
}

/** A visitor was shown a release, and perhaps read it; `at` is the last of these times. */
export interface ExposureVisit extends VisitBase {
  kind: 'exposure';
  shownAt: Date;
  readAt: Date | null;
  clicked: boolean;
}

/** A visitor answered; a higher `revision` replaces an earlier answer. */
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

/** Whether an event is a visitor's, not the publisher's. */
export function isVisit(event: ScriptEvent): event is Visit {
  return event.kind === 'exposure' || event.kind === 'rating';
}

import type { IdentityLevel, ResponseState, Surface } from '../../../contract/vocabulary.ts';
import {
  columnTable,
  flag,
  integer,
  json,
  type RecordOf,
  type RowOf,
  text,
} from '../column-table.ts';

/** A choice in an answer: the ids of the question and of the choice. */
export type ScoredChoice = [question: string, choice: string];

const response = {
  projectId: text('project_id'),
  id: text('id'),
  surveyId: text('survey_id'),
  /** The version in which the response was started. */
  surveyVersion: integer('survey_version'),
  /** The nil UUID if the survey is not about a release, so that the unique key has no null. */
  releaseId: text('release_id'),
  visitorId: text('visitor_id'),
  firstRating: integer('first_rating').orNull(),
  /** The latest rating, as the visitor sees it. */
  rating: integer('rating').orNull(),
  /**
   * The rating that counts, which is the latest one given within the window, and the day it counts
   * for.
   */
  scoredRating: integer('scored_rating').orNull(),
  scoredDay: text('scored_day').orNull(),
  /** The reasons that go with the scored rating. */
  scoredChoices: json<ScoredChoice[]>()('scored_choices'),
  /**
   * The highest revision number that the server has assigned, and the number of the current
   * revision.
   */
  latestRevision: integer('latest_revision'),
  currentRevision: integer('current_revision'),
  state: text('state').of<ResponseState>(),
  channel: text('surface').of<Surface>(),
  locale: text('locale').orNull(),
  version: text('ran_version').orNull(),
  account: text('account').orNull(),
  /** JSON: the declared traits. */
  traits: text('traits'),
  /**
   * The value under which the response was tallied, by dimension, so that an edit moves the same
   * counts.
   */
  buckets: json<Record<string, string>>()('buckets'),
  identityLevel: text('standing').of<IdentityLevel>(),
  inWindow: flag('in_window'),
  quarantined: flag('quarantined'),
  occurredAt: text('occurred_at'),
  receivedAt: text('received_at'),
};

const edition = {
  projectId: text('project_id'),
  responseId: text('response_id'),
  /** The server's number, from 1, in order of receipt. */
  n: integer('n'),
  /** The client's own id and revision number, which identify a replay. */
  clientId: text('client_id'),
  clientRevision: integer('client_revision'),
  state: text('state').of<ResponseState>(),
  rating: integer('rating').orNull(),
  /** JSON, by question id. */
  answers: text('answers'),
  comment: text('comment').orNull(),
  contentHash: text('content_hash'),
  occurredAt: text('occurred_at'),
  receivedAt: text('received_at'),
};

/** One visitor's answers to one survey about one release, as a batch reads and writes it. */
export type ResponseRecord = RecordOf<typeof response>;

/** A response as it is stored. */
export type StoredResponseRow = RowOf<typeof response>;

/** The table `response`, without `held_group`, which is not part of a record. */
export const responseColumns = columnTable(response);

/** One edition of a response, as a batch reads and writes it. */
export type EditionRecord = RecordOf<typeof edition>;

/** An edition as it is stored. */
export type EditionRow = RowOf<typeof edition>;

/** The table `response_revision`. */
export const editionColumns = columnTable(edition);

import type { InputJoin } from '../db/dialect.ts';

// A file of its own: the writer's thread needs it, and must not load zod with the other queries.

/** Joins the surveys of a given project, as `s`, to a statement over given rows. */
export const surveyJoin: InputJoin = {
  table: 'survey as s',
  condition: 's.project_id = given.project_id',
};

import type { PeopleSchema } from './people-schema.ts';
import type { ProjectSchema } from './project-schema.ts';
import type { ReleaseSchema } from './release-schema.ts';
import type { ResponseSchema } from './response-schema.ts';
import type { VisitorSchema } from './visitor-schema.ts';

/**
 * The rows of both databases, table by table. Instants (`_at`) are ISO-8601 UTC text with
 * milliseconds, dates `YYYY-MM-DD`; a flag is 0 or 1; JSON is text in both. Rows never leave a
 * feature's `queries.ts`.
 */
export interface Schema
  extends ProjectSchema,
    PeopleSchema,
    ReleaseSchema,
    VisitorSchema,
    ResponseSchema,
    JobSchema {}

/** The jobs of this instance. */
interface JobSchema {
  job: JobRow;
}

interface JobRow {
  name: string;
  /** The process that works on the job, until `claimed_until`. */
  claimed_by: string | null;
  claimed_until: string | null;
  done_at: string | null;
}

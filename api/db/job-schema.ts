/** The jobs of this instance; part of `Schema`. */
export interface JobSchema {
  job: JobRow;
}

interface JobRow {
  name: string;
  /** The process that works on it, until this instant. */
  claimed_by: string | null;
  claimed_until: string | null;
  done_at: string | null;
}

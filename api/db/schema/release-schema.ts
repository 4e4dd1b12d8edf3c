import type { NoteKind, ReleaseState } from '../../../contract/vocabulary.ts';
import type { Flag } from './flag.ts';

/** The rows of releases, their notes and former editions, and of surveys; part of `Schema`. */
export interface ReleaseSchema {
  survey: SurveyRow;
  survey_version: SurveyVersionRow;
  release: ReleaseRow;
  release_revision: ReleaseRevisionRow;
  note: NoteRow;
}

interface SurveyRow {
  project_id: string;
  id: string;
  name: string;
  kind: string;
  created_at: string;
}

interface SurveyVersionRow {
  project_id: string;
  survey_id: string;
  n: number;
  definition: string;
  created_at: string;
}

export interface ReleaseRow {
  project_id: string;
  id: string;
  version: string;
  title: string;
  state: ReleaseState;
  publish_at: string | null;
  published_at: string | null;
  display_date: string | null;
  expires_at: string | null;
  pinned: Flag;
  major: Flag;
  silent: Flag;
  imported: Flag;
  yanked: Flag;
  /** The order among equal display dates: the position in the imported file, otherwise 0. */
  position: number;
  survey_id: string | null;
  /** The version of the survey that visitors are asked, fixed when the release goes live. */
  survey_version: number | null;
  rolled_back_at: string | null;
  roll_back_reason: string | null;
  revision: number;
  created_at: string;
  updated_at: string;
}

interface ReleaseRevisionRow {
  project_id: string;
  release_id: string;
  n: number;
  actor: string;
  at: string;
  before: string;
}

export interface NoteRow {
  project_id: string;
  release_id: string;
  id: string;
  position: number;
  kind: NoteKind;
  title: string;
  body: string;
  html: string;
  renderer: number;
}

import type { Project } from '../../contract/projects.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { Database } from '../db/database.ts';
import type { Protection } from '../db/instance/protection.ts';
import { loadLiveTokenKeys } from '../keys/token-keys.ts';
import { createKeyRing, type TokenKeyRing } from '../keys/tokens.ts';
import { getProject } from '../projects/projects.ts';
import { type Log, surveysByRelease } from '../releases/release-surveys.ts';
import { listPublishTimes } from '../releases/state-queries.ts';
import { type ActiveReleases, readReleases } from '../releases/visible.ts';

/** The data that a project's snapshots are compiled from, valid until the project changes. */
export interface SnapshotSource {
  project: Project;
  /** The keys that verify visitors' tokens. */
  tokenKeys: TokenKeyRing;
  /** The releases that are visible now or will be when their time comes. */
  releases: ActiveReleases;
  /** By id, the planned time of each release that is not a draft; null once it has gone live. */
  publishTimes: ReadonlyMap<string, string | null>;
  /** By the id of the release that asks it. */
  surveys: ReadonlyMap<string, Survey>;
}

/** Reads a project from the database. Throws `not_found`. */
export async function readSource(
  { reader }: Pick<Database, 'reader'>,
  protection: Protection,
  projectId: string,
  log?: Log,
): Promise<SnapshotSource> {
  // Read first, so that a change during the other reads leaves an older revision here and
  // everything is read again.
  const project = await getProject(reader, projectId);
  return {
    project,
    tokenKeys: createKeyRing(projectId, await loadLiveTokenKeys(reader, protection, projectId)),
    releases: await readReleases(reader, projectId),
    publishTimes: await listPublishTimes(reader, projectId),
    surveys: await surveysByRelease(reader, projectId, log),
  };
}

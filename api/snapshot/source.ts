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

/** All that is read of a project: what a snapshot is compiled from, at any time until it changes. */
export interface SnapshotSource {
  project: Project;
  /** The keys with which its host signs visitors' tokens. */
  tokenKeys: TokenKeyRing;
  /** The releases that are shown, or will be when their time comes. */
  releases: ActiveReleases;
  /** By id, when each release that was ever published opens; null once it has gone live. */
  publishTimes: ReadonlyMap<string, string | null>;
  /** By the id of the release that carries it. */
  surveys: ReadonlyMap<string, Survey>;
}

/** Reads a project as it is now. Throws `not_found`. */
export async function readSource(
  { reader }: Pick<Database, 'reader'>,
  protection: Protection,
  projectId: string,
  log?: Log,
): Promise<SnapshotSource> {
  // First, so that a change in the meantime leaves an older revision here and all is read again.
  const project = await getProject(reader, projectId);
  return {
    project,
    tokenKeys: createKeyRing(projectId, await loadLiveTokenKeys(reader, protection, projectId)),
    releases: await readReleases(reader, projectId),
    publishTimes: await listPublishTimes(reader, projectId),
    surveys: await surveysByRelease(reader, projectId, log),
  };
}

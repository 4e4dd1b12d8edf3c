import type { Migration } from 'kysely';
import * as projects from './0001_projects.ts';
import * as releases from './0002_releases.ts';
import * as visitors from './0003_visitors.ts';
import * as responses from './0004_responses.ts';
import * as people from './0005_people.ts';
import * as reach from './0006_reach.ts';
import * as report from './0007_report.ts';
import * as sightings from './0008_sightings.ts';
import * as generated from './0009_generated.ts';
import * as refusedSightings from './0010_refused_sightings.ts';
import * as instanceAddress from './0011_instance_address.ts';
import * as visitorAlias from './0012_visitor_alias.ts';
import * as instanceKeys from './0013_instance_keys.ts';
import * as hashedSessions from './0014_hashed_sessions.ts';
import * as hashedVisitors from './0015_hashed_visitors.ts';
import * as grants from './0016_grants.ts';
import * as networks from './0017_networks.ts';

/**
 * A migration and its kind. After a `rolling` one, a process of the previous version that is
 * already running still reads correctly what this version writes. Before a `stop` one, every server
 * must stop. Migrations 0001 to 0012 are older than the kinds and count as `stop`.
 */
export type KnownMigration = Migration & { readonly kind?: 'rolling' | 'stop' };

import * as privateRevision from './0018_private_revision.ts';
import * as surveyVersions from './0019_survey_versions.ts';

/** The schema's history, oldest first. A migration that has landed is never edited. */
export const migrations: Record<string, KnownMigration> = {
  '0001_projects': projects,
  '0002_releases': releases,
  '0003_visitors': visitors,
  '0004_responses': responses,
  '0005_people': people,
  '0006_reach': reach,
  '0007_report': report,
  '0008_sightings': sightings,
  '0009_generated': generated,
  '0010_refused_sightings': refusedSightings,
  '0011_instance_address': instanceAddress,
  '0012_visitor_alias': visitorAlias,
  '0013_instance_keys': instanceKeys,
  '0014_hashed_sessions': hashedSessions,
  '0015_hashed_visitors': hashedVisitors,
  '0016_grants': grants,
  '0017_networks': networks,
  '0018_private_revision': privateRevision,
  '0019_survey_versions': surveyVersions,
};

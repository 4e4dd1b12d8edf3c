import { type Change, changeProject, system } from '../../api/change/change.ts';
import { commit } from '../../api/db/transact.ts';
import { renderNotes } from '../../api/notes/note-rendering.ts';
import { publish, rollBack, schedule } from '../../api/releases/publishing.ts';
import { createRelease, editRelease } from '../../api/releases/releases.ts';
import { surveyForRelease } from '../../api/surveys/surveys.ts';
import type { Project } from '../../contract/projects.ts';
import type { Release, ReleaseCreate } from '../../contract/releases.ts';
import type { PublisherEvent } from '../script/events.ts';
import type { FillDeps } from './options.ts';
import { releaseInputsOf } from './release-inputs.ts';
import releasesText from './releases.md?raw';

/** Publishes Harbour's releases. */
export interface Publisher {
  /** The ids of the releases written so far, by version. */
  releaseIds: ReadonlyMap<string, string>;
  /** Applies an event at its own time and returns a line about it. Throws the rules' errors. */
  run(event: PublisherEvent): Promise<string>;
}

type RenderedRelease = ReleaseCreate & { rendered: string[] };

/** Renders all notes first, because no transaction may wait for that. */
export async function createPublisher(deps: FillDeps, project: Project): Promise<Publisher> {
  const { database, randomId } = deps;
  const releases = await renderReleases(deps, project.url);
  const releaseIds = new Map<string, string>();

  async function draft(change: Change, version: string): Promise<Release> {
    const { rendered, ...input } = required(releases, version);
    const surveyId = await surveyForRelease(change.trx, project.id);
    const release = await createRelease(change, { input, rendered, surveyId });
    releaseIds.set(version, release.id);
    return release;
  }

  function applyEvent(change: Change, event: PublisherEvent): Promise<Release> {
    if (event.kind === 'draft') return draft(change, event.version);
    const releaseId = required(releaseIds, event.version);
    if (event.kind === 'publish') return publish(change, { releaseId });
    if (event.kind === 'schedule')
      return schedule(change, { releaseId, publishAt: event.publishAt });
    if (event.kind === 'roll_back') return rollBack(change, { releaseId, reason: event.reason });
    const edit = { title: event.title };
    return editRelease(change, { releaseId, expected: '*', edit, rendered: [] });
  }

  return {
    releaseIds,
    async run(event) {
      const options = { ...system, projectId: project.id, now: event.at, newId: randomId };
      await commit(database, (trx) => {
        return changeProject(trx, options, (change) => applyEvent(change, event));
      });
      return `${event.at.toISOString().slice(0, 10)}  ${event.version} ${pastTense[event.kind]}`;
    },
  };
}

const pastTense: Record<PublisherEvent['kind'], string> = {
  draft: 'drafted',
  publish: 'published',
  schedule: 'scheduled for tomorrow',
  retitle: 'retitled',
  roll_back: 'rolled back',
};

async function renderReleases(
  { readChangelog, renderer }: FillDeps,
  baseUrl: string | null,
): Promise<Map<string, RenderedRelease>> {
  const releases = new Map<string, RenderedRelease>();
  for (const [version, input] of releaseInputsOf(await readChangelog(releasesText))) {
    const rendered = await renderNotes(renderer, { baseUrl }, input.notes);
    releases.set(version, { ...input, rendered });
  }
  return releases;
}

function required<Value>(from: ReadonlyMap<string, Value>, version: string): Value {
  const value = from.get(version);
  if (value === undefined) throw new Error(`There is no release ${version}.`);
  return value;
}

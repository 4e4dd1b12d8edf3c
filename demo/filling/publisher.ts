import { type Change, changeProject, system } from '../../api/change/change.ts';
import { commit } from '../../api/db/transact.ts';
import { renderNotes } from '../../api/notes/note-rendering.ts';
import { publish, rollBack, schedule } from '../../api/releases/publishing.ts';
import { createRelease, editRelease } from '../../api/releases/releases.ts';
import { surveyForRelease } from '../../api/surveys/surveys.ts';
import type { Project } from '../../contract/projects.ts';
import type { Release, ReleaseCreate } from '../../contract/releases.ts';
import type { Publishing } from '../script/events.ts';
import type { Tools } from './options.ts';
import releasesText from './releases.md?raw';
import { wordingsOf } from './wording.ts';

/** Whoever publishes Harbour's releases. */
export interface Publisher {
  /** The ids of what was written so far, by version. */
  releaseIds: ReadonlyMap<string, string>;
  /** Does it, at its own time, and says what was done. Throws what the rules of releases throw. */
  carryOut(act: Publishing): Promise<string>;
}

type Wording = ReleaseCreate & { rendered: string[] };

/** With all that is to be said rendered beforehand, since no transaction may wait for that. */
export async function engagePublisher(tools: Tools, project: Project): Promise<Publisher> {
  const { database, randomId } = tools;
  const wordings = await renderWordings(tools, project.url);
  const releaseIds = new Map<string, string>();

  async function draft(change: Change, version: string): Promise<Release> {
    const { rendered, ...input } = required(wordings, version);
    const surveyId = await surveyForRelease(change.trx, project.id);
    const release = await createRelease(change, { input, rendered, surveyId });
    releaseIds.set(version, release.id);
    return release;
  }

  function perform(change: Change, act: Publishing): Promise<Release> {
    if (act.kind === 'draft') return draft(change, act.version);
    const releaseId = required(releaseIds, act.version);
    if (act.kind === 'publish') return publish(change, { releaseId });
    if (act.kind === 'schedule') return schedule(change, { releaseId, publishAt: act.publishAt });
    if (act.kind === 'roll_back') return rollBack(change, { releaseId, reason: act.reason });
    const edit = { title: act.title };
    return editRelease(change, { releaseId, expected: '*', edit, rendered: [] });
  }

  return {
    releaseIds,
    async carryOut(act) {
      const options = { ...system, projectId: project.id, now: act.at, newId: randomId };
      await commit(database, (trx) => {
        return changeProject(trx, options, (change) => perform(change, act));
      });
      return `${act.at.toISOString().slice(0, 10)}  ${act.version} ${told[act.kind]}`;
    },
  };
}

const told: Record<Publishing['kind'], string> = {
  draft: 'drafted',
  publish: 'published',
  schedule: 'scheduled for tomorrow',
  retitle: 'given a better title',
  roll_back: 'rolled back',
};

async function renderWordings(
  { readChangelog, renderer }: Tools,
  baseUrl: string | null,
): Promise<Map<string, Wording>> {
  const wordings = new Map<string, Wording>();
  for (const [version, input] of wordingsOf(await readChangelog(releasesText))) {
    const rendered = await renderNotes(renderer, { baseUrl }, input.notes);
    wordings.set(version, { ...input, rendered });
  }
  return wordings;
}

function required<Value>(from: ReadonlyMap<string, Value>, version: string): Value {
  const value = from.get(version);
  if (value === undefined) throw new Error(`Nothing is written about ${version}.`);
  return value;
}

import type { Project } from '../../contract/projects.ts';
import type { Release, ReleaseSummary } from '../../contract/releases.ts';
import { ask, type List } from '../client.ts';
import { type Draft, emptyDraft, emptyNote } from './draft.ts';
import { hasOptions } from './facts-view.ts';
import { WordKeeper } from './kept-words.ts';
import { nextVersion } from './next-version.ts';
import { readRelease } from './release-calls.ts';
import { ReleaseDeeds } from './release-deeds.ts';
import { ReleaseSaver } from './release-saver.ts';
import { RenderedNotes } from './rendered-notes.ts';

/** All that is on the page once it is open. */
export interface Open {
  project: Project;
  saver: ReleaseSaver;
  keeper: WordKeeper;
  rendered: RenderedNotes;
  deeds: ReleaseDeeds;
  /** Whether there is something among the options that should be seen. */
  hasOptions: boolean;
}

/** Who writes what, by ids; `path` is that of the project's routes. */
interface Desk {
  person: string;
  release: string | undefined;
  path: string;
}

/** Who hears of what. */
interface Heard {
  /** Something of the saving is otherwise; or this release was just made. */
  saved(made?: Release): void;
  /** There is something else to draw. */
  drawn(): void;
  /** The release was deleted here. */
  gone(): void;
}

/** Reads what the editor needs: the project with its theme, and the release or what to begin with. */
export async function begin(desk: Desk, heard: Heard, signal: AbortSignal): Promise<Open> {
  const { person, release: id, path } = desk;
  const releases = `${path}/releases`;
  const [{ value: project }, first] = await Promise.all([
    ask<Project>(path, { signal }),
    id ? readRelease(releases, id, signal) : propose(releases, signal),
  ]);
  const keeper = new WordKeeper({ person, project: project.id, release: id ?? 'new' });
  const saver = new ReleaseSaver(releases, first, keeper, (made) => {
    deeds.onWords();
    heard.saved(made);
  });
  const rendered = new RenderedNotes(`${path}/preview`, heard.drawn);
  if (saver.release) rendered.learn(saver.release.notes);
  const deeds = new ReleaseDeeds({ path: releases, project: project.name, saver, keeper }, heard);
  return { project, saver, keeper, rendered, deeds, hasOptions: hasOptions(saver.draft) };
}

/** A new release, with the version that follows the newest. */
async function propose(path: string, signal: AbortSignal): Promise<Draft> {
  const { value } = await ask<List<ReleaseSummary>>(`${path}?limit=100`, { signal });
  const versions = value.data.map(({ version }) => version);
  const draft = emptyDraft(nextVersion(versions, new Date()));
  return { ...draft, notes: [emptyNote()] };
}

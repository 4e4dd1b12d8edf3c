import type { Project } from '../../contract/projects.ts';
import type { Release } from '../../contract/releases.ts';
import { ask } from '../client.ts';
import { type Draft, emptyDraft, emptyNote } from '../release/draft.ts';
import { proposeVersion, readRelease } from '../release/release-calls.ts';
import { hasOptions } from './facts-view.ts';
import { RenderedNotes } from './notes/rendered-notes.ts';
import { ReleaseActions } from './release-actions.ts';
import { LocalDrafts } from './saving/local-drafts.ts';
import { forgetSaved } from './saving/recovery-banner.ts';
import { ReleaseSaver } from './saving/release-saver.ts';

/** All that is on the page once it is open. */
export interface Open {
  project: Project;
  saver: ReleaseSaver;
  localDrafts: LocalDrafts;
  rendered: RenderedNotes;
  actions: ReleaseActions;
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
  /** Another one was made of it. */
  copied(copy: Release): void;
}

/** Reads what the editor needs: the project with its theme, and the release or what to begin with. */
export async function openEditor(desk: Desk, heard: Heard, signal: AbortSignal): Promise<Open> {
  const { person, release: id, path } = desk;
  const releases = `${path}/releases`;
  const [{ value: project }, first] = await Promise.all([
    ask<Project>(path, { signal }),
    id ? readRelease(releases, id, signal) : propose(releases, signal),
  ]);
  const localDrafts = new LocalDrafts({ person, project: project.id, release: id ?? 'new' });
  const saver = new ReleaseSaver(releases, first, localDrafts, (made) => {
    forgetSaved(saver, localDrafts);
    actions.onWords();
    heard.saved(made);
  });
  forgetSaved(saver, localDrafts);
  const rendered = new RenderedNotes(`${path}/preview`, heard.drawn);
  if (saver.release) rendered.learn(saver.release.notes);
  const actions = new ReleaseActions(
    { path: releases, project: project.name, saver, localDrafts },
    heard,
  );
  return { project, saver, localDrafts, rendered, actions, hasOptions: hasOptions(saver.draft) };
}

/** A new release, with the version that follows the newest. */
async function propose(path: string, signal: AbortSignal): Promise<Draft> {
  return { ...emptyDraft(await proposeVersion(path, signal)), notes: [emptyNote()] };
}

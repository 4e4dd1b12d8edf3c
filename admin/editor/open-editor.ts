import type { Project } from '../../contract/projects.ts';
import type { Release } from '../../contract/releases.ts';
import { callApi } from '../client.ts';
import { emptyDraft, emptyNote, type ReleaseDraft } from '../release/draft.ts';
import { proposeVersion, readRelease } from '../release/release-calls.ts';
import { RenderedNotes } from './notes/rendered-notes.ts';
import { ReleaseActions } from './release-actions.ts';
import { hasOptions } from './release-form.ts';
import { LocalDrafts } from './saving/local-drafts.ts';
import { removeSavedDrafts } from './saving/recovery-banner.ts';
import { ReleaseSaver } from './saving/release-saver.ts';

/** All that is on the page once it is open. */
export interface Editor {
  project: Project;
  saver: ReleaseSaver;
  localDrafts: LocalDrafts;
  renderedNotes: RenderedNotes;
  actions: ReleaseActions;
  /** Whether there is something among the options that should be seen. */
  hasOptions: boolean;
}

/** Who writes what, by ids; `path` is that of the project's routes. */
interface EditorContext {
  person: string;
  release: string | undefined;
  path: string;
}

/** Who hears of what. */
interface EditorListener {
  /** Something of the saving is otherwise; or this release was just made. */
  onSaved(created?: Release): void;
  /** There is something else to draw. */
  onChange(): void;
  /** The release was deleted here. */
  onDeleted(): void;
  /** Another one was made of it. */
  onCopied(copy: Release): void;
}

/** Reads what the editor needs: the project with its theme, and the release or what to begin with. */
export async function openEditor(
  context: EditorContext,
  listener: EditorListener,
  signal: AbortSignal,
): Promise<Editor> {
  const { person, release: id, path } = context;
  const releases = `${path}/releases`;
  const [{ value: project }, initial] = await Promise.all([
    callApi<Project>(path, { signal }),
    id ? readRelease(releases, id, signal) : newDraft(releases, signal),
  ]);
  const localDrafts = new LocalDrafts({ person, project: project.id, release: id ?? 'new' });
  const saver = new ReleaseSaver(releases, initial, localDrafts, (created) => {
    removeSavedDrafts(saver, localDrafts);
    actions.onDraftChange();
    listener.onSaved(created);
  });
  removeSavedDrafts(saver, localDrafts);
  const renderedNotes = new RenderedNotes(`${path}/preview`, listener.onChange);
  if (saver.release) renderedNotes.addRendered(saver.release.notes);
  const actions = new ReleaseActions(
    { path: releases, project: project.name, saver, localDrafts },
    listener,
  );
  return {
    project,
    saver,
    localDrafts,
    renderedNotes,
    actions,
    hasOptions: hasOptions(saver.draft),
  };
}

/** A new release, with the version that follows the newest. */
async function newDraft(path: string, signal: AbortSignal): Promise<ReleaseDraft> {
  return { ...emptyDraft(await proposeVersion(path, signal)), notes: [emptyNote()] };
}

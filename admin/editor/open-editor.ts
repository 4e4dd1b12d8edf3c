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

/** The parts of an open editor. */
export interface Editor {
  project: Project;
  saver: ReleaseSaver;
  localDrafts: LocalDrafts;
  renderedNotes: RenderedNotes;
  actions: ReleaseActions;
  /** Whether an option is set, so the options have to be visible. */
  hasOptions: boolean;
}

/** The ids of the person and the release, and the path of the project's routes. */
interface EditorContext {
  person: string;
  release: string | undefined;
  path: string;
}

/** The callbacks of an editor. */
interface EditorListener {
  /** The state of saving has changed. `created` is the release if it was just created. */
  onSaved(created?: Release): void;
  /** The page has to be rendered again. */
  onChange(): void;
  /** The release was deleted in this editor. */
  onDeleted(): void;
  /** The release was copied to a new draft. */
  onCopied(copy: Release): void;
}

/** Loads the project with its theme, and the release or a new draft. */
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

/** A draft with the version that follows the newest one, and an empty note. */
async function newDraft(path: string, signal: AbortSignal): Promise<ReleaseDraft> {
  return { ...emptyDraft(await proposeVersion(path, signal)), notes: [emptyNote()] };
}

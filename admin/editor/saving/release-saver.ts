import type { Release } from '../../../contract/releases.ts';
import { toApiError } from '../../client.ts';
import type { ApiError } from '../../errors/api-error.ts';
import {
  emptyDraft,
  filledNotes,
  isSameDraft,
  type ReleaseDraft,
  toDraft,
  withIds,
} from '../../release/draft.ts';
import { sendDraft } from '../../release/release-calls.ts';
import type { LocalDraft, LocalDrafts } from './local-drafts.ts';
import { findSaveConflict, type SaveConflict, type SaveState } from './save-conflict.ts';

/** The pause in typing after which a draft is saved. */
const pauseMs = 1200;
/** The time until the next attempt if the server could not be reached. */
const retryMs = 10_000;

/**
 * Saves a release. A draft is saved at each pause in typing. A release that visitors see, or will
 * see when its time comes, is saved only when `save` is called. Unsaved changes are stored on the
 * device.
 */
export class ReleaseSaver {
  draft: ReleaseDraft;
  state: SaveState = { kind: 'untouched' };
  /** The release as the server has it; undefined before the first save. */
  release: Release | undefined;
  readonly #path: string;
  readonly #localDrafts: LocalDrafts;
  readonly #onChange: (created?: Release) => void;
  /** The draft as the server has it. */
  #base: ReleaseDraft;
  #lastSent: ReleaseDraft;
  /** A draft that was sent without a reply, so it may have been saved. */
  #unconfirmed: ReleaseDraft | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<boolean> | undefined;
  #dirtyCheck: { draft: ReleaseDraft; base: ReleaseDraft; isDirty: boolean } | undefined;

  /** `path` is that of the project's releases. `onChange` gets a release that was just created. */
  constructor(
    path: string,
    initial: Release | ReleaseDraft,
    localDrafts: LocalDrafts,
    onChange: (created?: Release) => void,
  ) {
    this.#path = path;
    this.#localDrafts = localDrafts;
    this.#onChange = onChange;
    this.release = 'id' in initial ? initial : undefined;
    this.draft = 'id' in initial ? toDraft(initial) : initial;
    this.#base = this.#lastSent = this.draft;
  }

  /** Whether edits are saved automatically: only while no visitor can come to see the release. */
  get isAutomatic(): boolean {
    return !this.release || this.release.state === 'draft';
  }

  /** Whether there are unsaved changes. Compared once per change: drafts are never mutated. */
  get isDirty(): boolean {
    const { draft } = this;
    const base = this.#base;
    if (this.#dirtyCheck?.draft !== draft || this.#dirtyCheck.base !== base) {
      this.#dirtyCheck = { draft, base, isDirty: !isSameDraft(draft, base) };
    }
    return this.#dirtyCheck.isDirty;
  }

  /** Whether the last attempt to store the draft on the device succeeded. */
  get isStored(): boolean {
    return this.#localDrafts.isStored;
  }

  /** Takes the draft after an edit. */
  write(draft: ReleaseDraft): void {
    this.draft = draft;
    this.#store();
    if (this.state.kind !== 'conflict') this.#updateState();
    this.#onChange();
  }

  /**
   * Restores a draft of an earlier visit. If the release has changed since, both are shown, and
   * neither is overwritten before one is chosen.
   */
  restore({ draft, revision }: LocalDraft): void {
    this.write(draft);
    const { release } = this;
    if (release && release.revision !== revision) this.#showConflict(release);
  }

  /** Saves the current draft. Returns whether the server has it. */
  save(): Promise<boolean> {
    this.#saving ??= this.#save().finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  /** Saves until there are no unsaved changes. Returns whether that succeeded. */
  async saveAll(): Promise<boolean> {
    while (this.isDirty || this.#saving) if (!(await this.save())) return false;
    return true;
  }

  /** Takes the release after a change of its state. */
  put(release: Release): void {
    const { isDirty } = this;
    this.release = release;
    this.#base = toDraft(release, this.draft);
    if (!isDirty) this.draft = this.#base;
    this.#updateState();
    this.#onChange();
  }

  /**
   * Handles an error because the release has a newer revision: shows both drafts if the contents
   * differ, otherwise continues with the newer revision. Returns whether they differ. Throws the
   * error if it has another cause.
   */
  async handleConflict(error: ApiError): Promise<boolean> {
    const conflict = await this.#findConflict(error, this.draft);
    if (!conflict) throw error;
    if (conflict.kind === 'theirs') this.#showConflict(conflict.release);
    else this.put(conflict.release);
    return conflict.kind === 'theirs';
  }

  /** Saves this draft over the one that someone else saved. */
  keepMine(theirs: Release): Promise<boolean> {
    this.release = theirs;
    this.#base = toDraft(theirs, this.draft);
    return this.save();
  }

  /** Continues with the draft that someone else saved. */
  takeTheirs(theirs: Release): void {
    this.draft = toDraft(theirs, this.draft);
    this.#localDrafts.remove();
    this.put(theirs);
  }

  /** Saves the content of a deleted release as a new draft. */
  saveAsNew(): Promise<boolean> {
    this.release = undefined;
    this.#base = emptyDraft('');
    this.#localDrafts.moveTo('new');
    this.#store();
    return this.save();
  }

  /** Stops saving automatically. Unsaved changes are stored on the device. */
  stop(): void {
    clearTimeout(this.#timer);
    this.storeNow();
  }

  /** Stores unsaved changes on the device at once. */
  storeNow(): void {
    this.#localDrafts.flush();
  }

  /** The position of a note among the notes that were sent, which the server's errors use. */
  positionOf(key: string): number {
    return filledNotes(this.#lastSent).findIndex((note) => note.key === key);
  }

  async #save(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (!this.isDirty && this.release) return true;
    this.storeNow();
    const sentDraft = this.draft;
    this.#lastSent = sentDraft;
    this.#setState({ kind: 'saving' });
    try {
      this.#onSaved(sentDraft, await sendDraft(this.#path, sentDraft, this.release));
      return true;
    } catch (error) {
      return this.#onSaveFailed(sentDraft, toApiError(error));
    }
  }

  #onSaved(sentDraft: ReleaseDraft, savedRelease: Release): void {
    const isNew = !this.release;
    this.release = savedRelease;
    this.draft = withIds(this.draft, sentDraft, savedRelease);
    this.#base = toDraft(savedRelease, this.draft);
    if (isNew) this.#localDrafts.moveTo(savedRelease.id);
    this.#store();
    this.storeNow();
    this.#updateState();
    this.#onChange(isNew ? savedRelease : undefined);
  }

  /** If someone else changed the release but not its content, saving continues. */
  async #onSaveFailed(sentDraft: ReleaseDraft, error: ApiError): Promise<boolean> {
    const conflict = await this.#findConflict(error, sentDraft);
    if (conflict?.kind === 'ours') {
      this.#onSaved(conflict.draft, conflict.release);
      return conflict.draft === sentDraft;
    }
    if (conflict?.kind === 'unchanged') {
      this.put(conflict.release);
      return this.isAutomatic && this.#save();
    }
    // Before the status is shown, which says whether this device has a copy.
    this.storeNow();
    this.#setState(
      conflict ? { kind: 'conflict', theirs: conflict.release } : { kind: 'failed', error },
    );
    if (!conflict && error.code === 'offline') this.#unconfirmed = sentDraft;
    if (this.#unconfirmed === sentDraft && this.isAutomatic) this.#saveIn(retryMs);
    return false;
  }

  #findConflict(error: ApiError, sentDraft: ReleaseDraft): Promise<SaveConflict | undefined> {
    const attempt = {
      path: this.#path,
      base: this.#base,
      unconfirmedDraft: this.#unconfirmed,
      knownRelease: this.release,
    };
    return findSaveConflict(error, { ...attempt, sentDraft });
  }

  #showConflict(theirs: Release): void {
    this.stop();
    this.#setState({ kind: 'conflict', theirs });
  }

  #store(): void {
    if (this.isDirty) this.#localDrafts.storeSoon(this.draft, this.release?.revision);
    else this.#localDrafts.remove();
  }

  #updateState(): void {
    clearTimeout(this.#timer);
    if (this.isDirty && this.isAutomatic) this.#saveIn(pauseMs);
    this.state = { kind: this.isDirty ? 'unsaved' : this.release ? 'saved' : 'untouched' };
  }

  #saveIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), ms);
  }

  #setState(state: SaveState): void {
    this.state = state;
    this.#onChange();
  }
}

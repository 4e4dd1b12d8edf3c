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

/** How long a pause in typing is, after which it is saved. */
const pauseMs = 1200;
/** When the server is asked again that could not be reached. */
const retryMs = 10_000;

/**
 * Brings to the server what is written. A draft is saved in each pause; what visitors see, or will see
 * by the clock alone, only when `save` is called. Until it is saved it is kept on the device.
 */
export class ReleaseSaver {
  draft: ReleaseDraft;
  state: SaveState = { kind: 'untouched' };
  /** As the server has it; undefined before the first time. */
  release: Release | undefined;
  readonly #path: string;
  readonly #localDrafts: LocalDrafts;
  readonly #onChange: (created?: Release) => void;
  /** What the server has of the words. */
  #base: ReleaseDraft;
  #lastSent: ReleaseDraft;
  /** Sent, and nobody knows whether it arrived. */
  #unconfirmed: ReleaseDraft | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<boolean> | undefined;
  #dirtyCheck: { draft: ReleaseDraft; base: ReleaseDraft; isDirty: boolean } | undefined;

  /** `path` is that of the project's releases; `changed` hears of the release that was just made. */
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

  /** Whether it is saved without being asked for: while no visitor can come to see it. */
  get isAutomatic(): boolean {
    return !this.release || this.release.state === 'draft';
  }

  /** Whether there is something that the server has not. Compared once per change: drafts are never mutated. */
  get isDirty(): boolean {
    const { draft } = this;
    const base = this.#base;
    if (this.#dirtyCheck?.draft !== draft || this.#dirtyCheck.base !== base) {
      this.#dirtyCheck = { draft, base, isDirty: !isSameDraft(draft, base) };
    }
    return this.#dirtyCheck.isDirty;
  }

  /** Whether the device has what the server has not, as far as it was stored. */
  get isStored(): boolean {
    return this.#localDrafts.isStored;
  }

  /** Takes what somebody has just written. */
  write(draft: ReleaseDraft): void {
    this.draft = draft;
    this.#store();
    if (this.state.kind !== 'conflict') this.#updateState();
    this.#onChange();
  }

  /**
   * Goes on with words of an earlier visit. Where the release has changed since, nobody's are written
   * over before somebody has looked at both.
   */
  restore({ draft, revision }: LocalDraft): void {
    this.write(draft);
    const { release } = this;
    if (release && release.revision !== revision) this.#showConflict(release);
  }

  /** Saves what is written now, and gives whether the server has it. */
  save(): Promise<boolean> {
    this.#saving ??= this.#save().finally(() => {
      this.#saving = undefined;
    });
    return this.#saving;
  }

  /** Saves until nothing is left, and gives whether nothing is. */
  async saveAll(): Promise<boolean> {
    while (this.isDirty || this.#saving) if (!(await this.save())) return false;
    return true;
  }

  /** The release as it is after a change of its state. */
  put(release: Release): void {
    const { isDirty } = this;
    this.release = release;
    this.#base = toDraft(release, this.draft);
    if (!isDirty) this.draft = this.#base;
    this.#updateState();
    this.#onChange();
  }

  /**
   * After something was refused because of another edition: shows both where the words are others, and
   * otherwise goes on with it. Gives whether they are. Throws the refusal where it has another reason.
   */
  async handleConflict(error: ApiError): Promise<boolean> {
    const conflict = await this.#findConflict(error, this.draft);
    if (!conflict) throw error;
    if (conflict.kind === 'theirs') this.#showConflict(conflict.release);
    else this.put(conflict.release);
    return conflict.kind === 'theirs';
  }

  /** Saves mine over what the other one saved. */
  keepMine(theirs: Release): Promise<boolean> {
    this.release = theirs;
    this.#base = toDraft(theirs, this.draft);
    return this.save();
  }

  /** Goes on with what the other one saved. */
  takeTheirs(theirs: Release): void {
    this.draft = toDraft(theirs, this.draft);
    this.#localDrafts.remove();
    this.put(theirs);
  }

  /** Saves as a new draft what was of a release that is gone. */
  saveAsNew(): Promise<boolean> {
    this.release = undefined;
    this.#base = emptyDraft('');
    this.#localDrafts.moveTo('new');
    this.#store();
    return this.save();
  }

  /** Nothing happens by itself any more. What is not saved is kept. */
  stop(): void {
    clearTimeout(this.#timer);
    this.storeNow();
  }

  /** Stores on the device at once what was just written. */
  storeNow(): void {
    this.#localDrafts.flush();
  }

  /** The place among the notes that were sent, by which the server names what is wrong. */
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

  /** Where somebody was faster and has changed no words, it goes on as if they were not. */
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
    // Before the message, which says whether this device has a copy.
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

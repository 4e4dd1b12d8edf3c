import type { Release } from '../../../contract/releases.ts';
import { asRefusal } from '../../client.ts';
import type { Refusal } from '../../errors/refusal.ts';
import {
  type Draft,
  draftOf,
  emptyDraft,
  filledNotes,
  saysTheSame,
  withIds,
} from '../../release/draft.ts';
import { sendDraft } from '../../release/release-calls.ts';
import type { LocalDraft, LocalDrafts } from './local-drafts.ts';
import { findSaveConflict, type SaveConflict, type SaveState } from './save-conflict.ts';

/** How long a pause in typing is, after which it is saved. */
const pauseMs = 1200;
/** When the server is asked again that could not be reached. */
const againMs = 10_000;

/**
 * Brings to the server what is written. A draft is saved in each pause; what visitors see, or will see
 * by the clock alone, only when `save` is called. Until it is saved it is kept on the device.
 */
export class ReleaseSaver {
  draft: Draft;
  state: SaveState = { kind: 'untouched' };
  /** As the server has it; undefined before the first time. */
  release: Release | undefined;
  readonly #path: string;
  readonly #words: LocalDrafts;
  readonly #changed: (made?: Release) => void;
  /** What the server has of the words. */
  #base: Draft;
  #sent: Draft;
  /** Sent, and nobody knows whether it arrived. */
  #lost: Draft | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<boolean> | undefined;
  #compared: { draft: Draft; base: Draft; isDirty: boolean } | undefined;

  /** `path` is that of the project's releases; `changed` hears of the release that was just made. */
  constructor(
    path: string,
    begin: Release | Draft,
    words: LocalDrafts,
    changed: (made?: Release) => void,
  ) {
    this.#path = path;
    this.#words = words;
    this.#changed = changed;
    this.release = 'id' in begin ? begin : undefined;
    this.draft = 'id' in begin ? draftOf(begin) : begin;
    this.#base = this.#sent = this.draft;
  }

  /** Whether it is saved without being asked for: while no visitor can come to see it. */
  get isAutomatic(): boolean {
    return !this.release || this.release.state === 'draft';
  }

  /** Whether there is something that the server has not. Compared once per change: drafts are never mutated. */
  get isDirty(): boolean {
    const { draft } = this;
    const base = this.#base;
    if (this.#compared?.draft !== draft || this.#compared.base !== base) {
      this.#compared = { draft, base, isDirty: !saysTheSame(draft, base) };
    }
    return this.#compared.isDirty;
  }

  /** Whether the device has what the server has not, as far as it was stored. */
  get isKept(): boolean {
    return this.#words.isKept;
  }

  /** Takes what somebody has just written. */
  write(draft: Draft): void {
    this.draft = draft;
    this.#keep();
    if (this.state.kind !== 'conflict') this.#setByWords();
    this.#changed();
  }

  /**
   * Goes on with words of an earlier visit. Where the release has changed since, nobody's are written
   * over before somebody has looked at both.
   */
  takeUp({ draft, revision }: LocalDraft): void {
    this.write(draft);
    const { release } = this;
    if (release && release.revision !== revision) this.#oppose(release);
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
    this.#base = draftOf(release, this.draft);
    if (!isDirty) this.draft = this.#base;
    this.#setByWords();
    this.#changed();
  }

  /**
   * After something was refused because of another edition: shows both where the words are others, and
   * otherwise goes on with it. Gives whether they are. Throws the refusal where it has another reason.
   */
  async meetOther(refusal: Refusal): Promise<boolean> {
    const met = await this.#meet(refusal, this.draft);
    if (!met) throw refusal;
    if (met.kind === 'theirs') this.#oppose(met.release);
    else this.put(met.release);
    return met.kind === 'theirs';
  }

  /** Saves mine over what the other one saved. */
  keepMine(theirs: Release): Promise<boolean> {
    this.release = theirs;
    this.#base = draftOf(theirs, this.draft);
    return this.save();
  }

  /** Goes on with what the other one saved. */
  takeTheirs(theirs: Release): void {
    this.draft = draftOf(theirs, this.draft);
    this.#words.forget();
    this.put(theirs);
  }

  /** Saves as a new draft what was of a release that is gone. */
  saveAnew(): Promise<boolean> {
    this.release = undefined;
    this.#base = emptyDraft('');
    this.#words.moveTo('new');
    this.#keep();
    return this.save();
  }

  /** Nothing happens by itself any more. What is not saved is kept. */
  stop(): void {
    clearTimeout(this.#timer);
    this.keepNow();
  }

  /** Stores on the device at once what was just written. */
  keepNow(): void {
    this.#words.flush();
  }

  /** The place among the notes that were sent, by which the server names what is wrong. */
  placeOf(key: string): number {
    return filledNotes(this.#sent).findIndex((note) => note.key === key);
  }

  async #save(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (!this.isDirty && this.release) return true;
    this.keepNow();
    const sent = this.draft;
    this.#sent = sent;
    this.#set({ kind: 'saving' });
    try {
      this.#land(sent, await sendDraft(this.#path, sent, this.release));
      return true;
    } catch (error) {
      return this.#fail(sent, asRefusal(error));
    }
  }

  #land(sent: Draft, saved: Release): void {
    const isNew = !this.release;
    this.release = saved;
    this.draft = withIds(this.draft, sent, saved);
    this.#base = draftOf(saved, this.draft);
    if (isNew) this.#words.moveTo(saved.id);
    this.#keep();
    this.keepNow();
    this.#setByWords();
    this.#changed(isNew ? saved : undefined);
  }

  /** Where somebody was faster and has changed no words, it goes on as if they were not. */
  async #fail(sent: Draft, refusal: Refusal): Promise<boolean> {
    const met = await this.#meet(refusal, sent);
    if (met?.kind === 'ours') {
      this.#land(met.draft, met.release);
      return met.draft === sent;
    }
    if (met?.kind === 'unchanged') {
      this.put(met.release);
      return this.isAutomatic && this.#save();
    }
    // Before the message, which says whether this device has a copy.
    this.keepNow();
    this.#set(met ? { kind: 'conflict', theirs: met.release } : { kind: 'failed', refusal });
    if (!met && refusal.code === 'offline') this.#lost = sent;
    if (this.#lost === sent && this.isAutomatic) this.#saveIn(againMs);
    return false;
  }

  #meet(refusal: Refusal, sent: Draft): Promise<SaveConflict | undefined> {
    const known = { path: this.#path, base: this.#base, lost: this.#lost, known: this.release };
    return findSaveConflict(refusal, { ...known, sent });
  }

  #oppose(theirs: Release): void {
    this.stop();
    this.#set({ kind: 'conflict', theirs });
  }

  #keep(): void {
    if (this.isDirty) this.#words.keepSoon(this.draft, this.release?.revision);
    else this.#words.forget();
  }

  #setByWords(): void {
    clearTimeout(this.#timer);
    if (this.isDirty && this.isAutomatic) this.#saveIn(pauseMs);
    this.state = { kind: this.isDirty ? 'unsaved' : this.release ? 'saved' : 'untouched' };
  }

  #saveIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), ms);
  }

  #set(state: SaveState): void {
    this.state = state;
    this.#changed();
  }
}

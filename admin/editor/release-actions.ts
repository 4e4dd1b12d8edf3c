import type { PublishRequest, Release } from '../../contract/releases.ts';
import { toApiError } from '../client.ts';
import { confirm } from '../elements/dialog.ts';
import { toast } from '../elements/toast.ts';
import { copyToNewDraft } from '../release/copy-dialog.ts';
import { deleteRelease, publish, rollBack, unschedule } from '../release/release-calls.ts';
import { openRollBackDialog } from '../release/roll-back-dialog.ts';
import { openPublishDialog } from './publish-dialog.ts';
import type { Actions } from './release-actions-view.ts';
import type { LocalDrafts } from './saving/local-drafts.ts';
import type { ReleaseSaver } from './saving/release-saver.ts';

/** The objects that the actions use. */
interface ActionContext {
  /** The path of the project's releases. */
  path: string;
  /** The project's name. */
  project: string;
  saver: ReleaseSaver;
  localDrafts: LocalDrafts;
}

/** The callbacks of the actions. */
interface ActionListener {
  onChange(): void;
  onDeleted(): void;
  onCopied(copy: Release): void;
}

const contentChangedMessage =
  'Not done: someone else has changed this release. Choose whose changes to keep, then try again.';
const stateChangedMessage =
  'Not done: the state of this release has changed. Check it, then try again.';

/** Runs the actions on a release as a whole, one at a time, and shows their errors in a toast. */
export class ReleaseActions implements Actions {
  isBusy = false;
  /** Removes the toast that says that saving failed. */
  #dismissError = () => {};
  readonly #context: ActionContext;
  readonly #listener: ActionListener;

  constructor(context: ActionContext, listener: ActionListener) {
    this.#context = context;
    this.#listener = listener;
  }

  readonly save = (): void => void this.#context.saver.save();

  readonly publish = (): void => void this.#publish(false);

  readonly schedule = (): void => void this.#publish(true);

  readonly unschedule = (): void =>
    void this.#run(async ({ path, saver }, release) => {
      const draft = await this.#ifUnchanged(() => unschedule(path, saver.release ?? release));
      if (!draft) return;
      saver.put(draft);
      toast('Unscheduled: it is a draft again.');
    });

  readonly rollBack = (): void =>
    void this.#run(async ({ path, saver }, release) => {
      const { version } = release;
      const rolledBack = await openRollBackDialog(version, (reason) =>
        this.#ifUnchanged(() => rollBack(path, saver.release ?? release, reason)),
      );
      if (!rolledBack) return;
      saver.put(rolledBack);
      toast(`Rolled back ${version}. Visitors no longer see this release.`);
    });

  readonly copy = (): void =>
    void this.#run(async ({ path }, release) => {
      const copy = await copyToNewDraft(path, release);
      if (copy) this.#listener.onCopied(copy);
    });

  readonly remove = (): void =>
    void this.#run(async ({ path, saver, localDrafts }, release) => {
      const { version } = release;
      const text = 'No visitor has seen this release. You cannot undo this.';
      const question = { heading: `Delete ${version}?`, text, action: 'Delete', danger: true };
      if (!(await confirm(question))) return;
      saver.stop();
      const knownRelease = saver.release ?? release;
      if (!(await this.#ifUnchanged(() => deleteRelease(path, knownRelease).then(() => true))))
        return;
      localDrafts.remove();
      this.#listener.onDeleted();
      toast(`Deleted ${version}.`);
    });

  /** After an edit or a save, removes the error of an earlier save, which no longer applies. */
  readonly onDraftChange = (): void => {
    if (this.#context.saver.state.kind !== 'failed') this.#dismissError();
  };

  /** Saves first, so that the published content is what the screen shows. */
  async #publish(later: boolean): Promise<void> {
    const { saver } = this.#context;
    if (!(await (saver.release ? saver.saveAll() : saver.save()))) {
      this.#dismissError = toast(`Not published: ${saveErrorMessage(saver)}`);
      return;
    }
    await this.#run(async ({ path, project }, release) => {
      const send = (when: PublishRequest) =>
        this.#ifUnchanged(() => publish(path, saver.release ?? release, when));
      const published = await openPublishDialog({ release, project, later, send });
      if (!published) return;
      saver.put(published);
      toast(published.state === 'live' ? 'It is live: visitors see it.' : 'It is scheduled.');
    });
  }

  async #run(action: (context: ActionContext, release: Release) => Promise<void>): Promise<void> {
    const { release } = this.#context.saver;
    if (!release || this.isBusy) return;
    this.#setBusy(true);
    try {
      await action(this.#context, release);
    } catch (error) {
      toast(toApiError(error).message);
    } finally {
      this.#setBusy(false);
    }
  }

  /**
   * Runs an action only on the content that is on the screen, so that no one publishes content that
   * they have not seen. Undefined if someone else has changed the release; the page then shows the
   * change.
   */
  async #ifUnchanged<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await action();
    } catch (error) {
      const apiError = toApiError(error);
      if (apiError.code !== 'precondition_failed') throw apiError;
      const hasConflict = await this.#context.saver.handleConflict(apiError);
      toast(hasConflict ? contentChangedMessage : stateChangedMessage);
      return undefined;
    }
  }

  #setBusy(isBusy: boolean): void {
    this.isBusy = isBusy;
    this.#listener.onChange();
  }
}

function saveErrorMessage({ state }: ReleaseSaver): string {
  return state.kind === 'failed' && state.error.code !== 'offline'
    ? state.error.message
    : 'your changes could not be saved. Try again when the server can be reached.';
}

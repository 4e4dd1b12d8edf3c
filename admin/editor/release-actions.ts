import type { PublishRequest, Release } from '../../contract/releases.ts';
import { asRefusal } from '../client.ts';
import { confirm } from '../elements/dialog.ts';
import { toast } from '../elements/toast.ts';
import { copyToNewDraft } from '../release/copy-dialog.ts';
import { deleteRelease, publish, rollBack, unschedule } from '../release/release-calls.ts';
import { openRollBackDialog } from '../release/roll-back-dialog.ts';
import { openPublishDialog } from './publish-dialog.ts';
import type { Actions } from './release-actions-view.ts';
import type { LocalDrafts } from './saving/local-drafts.ts';
import type { ReleaseSaver } from './saving/release-saver.ts';

/** What the actions are done with. */
interface Tools {
  /** Of the project's releases. */
  path: string;
  /** The project's name. */
  project: string;
  saver: ReleaseSaver;
  localDrafts: LocalDrafts;
}

/** Who hears of what. */
interface Heard {
  drawn(): void;
  gone(): void;
  copied(copy: Release): void;
}

const otherWords = 'Not done: somebody else has changed it. Look at both first.';
const otherState = 'Not done: it stands otherwise by now. Look at it anew.';

/** What is done with a release as a whole: one thing at a time, and what goes wrong is told. */
export class ReleaseActions implements Actions {
  isBusy = false;
  /** Takes back that something could not be saved. */
  #unsay = () => {};
  readonly #tools: Tools;
  readonly #heard: Heard;

  constructor(tools: Tools, heard: Heard) {
    this.#tools = tools;
    this.#heard = heard;
  }

  readonly save = (): void => void this.#tools.saver.save();

  readonly publish = (): void => void this.#publish(false);

  readonly schedule = (): void => void this.#publish(true);

  readonly unschedule = (): void =>
    void this.#do(async ({ path, saver }, release) => {
      const draft = await this.#asSeen(() => unschedule(path, saver.release ?? release));
      if (!draft) return;
      saver.put(draft);
      toast('Unscheduled: it is a draft again.');
    });

  readonly rollBack = (): void =>
    void this.#do(async ({ path, saver }, release) => {
      const { version } = release;
      const rolledBack = await openRollBackDialog(version, (reason) =>
        this.#asSeen(() => rollBack(path, saver.release ?? release, reason)),
      );
      if (!rolledBack) return;
      saver.put(rolledBack);
      toast(`Rolled back ${version}. Visitors see it no more.`);
    });

  readonly copy = (): void =>
    void this.#do(async ({ path }, release) => {
      const copy = await copyToNewDraft(path, release);
      if (copy) this.#heard.copied(copy);
    });

  readonly remove = (): void =>
    void this.#do(async ({ path, saver, localDrafts }, release) => {
      const { version } = release;
      const text = 'Nobody has seen it yet. It cannot be brought back.';
      const question = { heading: `Delete ${version}?`, text, action: 'Delete', danger: true };
      if (!(await confirm(question))) return;
      saver.stop();
      const known = saver.release ?? release;
      if (!(await this.#asSeen(() => deleteRelease(path, known).then(() => true)))) return;
      localDrafts.forget();
      this.#heard.gone();
      toast(`Deleted ${version}.`);
    });

  /** Something else is written or saved: what was said of the words before holds no longer. */
  readonly onWords = (): void => {
    if (this.#tools.saver.state.kind !== 'failed') this.#unsay();
  };

  /** What is published is what is on the screen: first it is saved. */
  async #publish(later: boolean): Promise<void> {
    const { saver } = this.#tools;
    if (!(await (saver.release ? saver.saveAll() : saver.save()))) {
      this.#unsay = toast(`Not published: ${whyNotSaved(saver)}`);
      return;
    }
    await this.#do(async ({ path, project }, release) => {
      const send = (when: PublishRequest) =>
        this.#asSeen(() => publish(path, saver.release ?? release, when));
      const published = await openPublishDialog({ release, project, later, send });
      if (!published) return;
      saver.put(published);
      toast(published.state === 'live' ? 'It is live: visitors see it.' : 'It is scheduled.');
    });
  }

  async #do(deed: (tools: Tools, release: Release) => Promise<void>): Promise<void> {
    const { release } = this.#tools.saver;
    if (!release || this.isBusy) return;
    this.#setBusy(true);
    try {
      await deed(this.#tools, release);
    } catch (error) {
      toast(asRefusal(error).message);
    } finally {
      this.#setBusy(false);
    }
  }

  /**
   * Does it with what is on the screen, or not at all: nobody publishes words that they have not seen.
   * Undefined where somebody has changed it meanwhile, which the page then shows.
   */
  async #asSeen<Done>(act: () => Promise<Done>): Promise<Done | undefined> {
    try {
      return await act();
    } catch (error) {
      const refusal = asRefusal(error);
      if (refusal.code !== 'precondition_failed') throw refusal;
      const isOther = await this.#tools.saver.meetOther(refusal);
      toast(isOther ? otherWords : otherState);
      return undefined;
    }
  }

  #setBusy(isBusy: boolean): void {
    this.isBusy = isBusy;
    this.#heard.drawn();
  }
}

function whyNotSaved({ state }: ReleaseSaver): string {
  return state.kind === 'failed' && state.refusal.code !== 'offline'
    ? state.refusal.message
    : 'what you wrote could not be saved.';
}

import type { FeedAnswer, FeedRelease } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { FeedTicket, FinalOutcome, SubmitOutcome } from '../queue/answers.ts';
import type { Shell } from '../shell/shell.ts';
import { contentOf, newest } from './draft.ts';
import type { AnswerDraft } from './reasons.ts';

/** A release that can be rated. */
export type Rateable = Pick<FeedRelease, 'id' | 'mine'> & { survey: Survey };

/**
 * Submits one visitor's ratings and stores their drafts. After a change of visitor it does neither:
 * nothing is submitted or stored in the other's name.
 */
export interface RatingController {
  /** Fetches what rating needs, when a rating is about to be seen, so that it works offline. */
  preload(): void;
  /** Returns this visitor's last answer that the server or this device knows. */
  savedAnswer(release: Rateable): FeedAnswer | undefined;
  loadDraft(release: Rateable): AnswerDraft | undefined;
  /** Stores what is being written; undefined deletes it. */
  saveDraft(release: Rateable, draft: AnswerDraft | undefined): void;
  /**
   * Stores the answer on the device, then sends it. Returns `refused` also if the answer could not
   * be stored. Calls `onSettled` with the final outcome of an answer that had to wait.
   */
  submit(
    release: Rateable,
    draft: AnswerDraft,
    onSettled: (outcome: FinalOutcome) => void,
  ): Promise<SubmitOutcome>;
}

/** `feedTicket` is the shown feed's: the ticket proves when the question was handed out. */
export function createRatingController(shell: Shell, feedTicket: FeedTicket): RatingController {
  const { visitor } = shell;
  const { owner } = visitor;
  const hasVisitorChanged = () => visitor.owner !== owner;
  const key = ({ id }: Rateable) => `draft:${id}`;
  // Browsers retry a module that they could not fetch, and fetch no other module twice.
  const loadQueue = async () => (await import('../queue/answers.ts')).createAnswerQueue(shell);
  return {
    preload: () => void Promise.all([loadQueue(), import('./follow-up-form.ts')]).catch(() => {}),
    savedAnswer: (release) => newest(release.mine, visitor.answerTo(release.id)),
    loadDraft: (release) => visitor.get<AnswerDraft>(key(release)),
    saveDraft: (release, draft) => hasVisitorChanged() || visitor.set(key(release), draft),
    async submit(release, draft, onSettled) {
      const { id, survey } = release;
      const content = contentOf(draft, survey);
      try {
        const { submit } = await loadQueue();
        if (hasVisitorChanged()) return 'refused';
        const outcome = await submit(id, survey, content, feedTicket, onSettled);
        const { rating, state } = content;
        if (outcome !== 'refused') shell.emit('answer', { release: id, rating, state });
        return outcome;
      } catch {
        return 'refused';
      }
    },
  };
}

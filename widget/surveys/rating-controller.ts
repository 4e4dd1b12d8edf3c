import type { FeedAnswer, FeedRelease } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { FeedTicket, FinalOutcome, SubmitOutcome } from '../queue/answers.ts';
import type { Shell } from '../shell/shell.ts';
import { contentOf, newest } from './draft.ts';
import type { AnswerDraft } from './reasons.ts';

/** A release that may be rated. */
export type Rateable = Pick<FeedRelease, 'id' | 'mine'> & { survey: Survey };

/**
 * Where one visitor's ratings are handed in, and where those half written are kept. When somebody else
 * is there it is closed: nothing is said in their name.
 */
export interface RatingController {
  /** A rating is about to be seen: fetches what it needs, so that who is offline then can rate. */
  preload(): void;
  /** What this visitor said last, as the server or this device knows it. */
  savedAnswer(release: Rateable): FeedAnswer | undefined;
  loadDraft(release: Rateable): AnswerDraft | undefined;
  /** Keeps what is being written; undefined forgets it. */
  saveDraft(release: Rateable, draft: AnswerDraft | undefined): void;
  /**
   * Stored on the device before it is sent; `refused` also where it could not even be stored. `later`
   * hears what became of one that had to wait.
   */
  submit(
    release: Rateable,
    draft: AnswerDraft,
    onSettled: (outcome: FinalOutcome) => void,
  ): Promise<SubmitOutcome>;
}

/** `asked` is that of the feed which is shown at the time: its ticket proves when it was handed out. */
export function createRatingController(shell: Shell, feedTicket: FeedTicket): RatingController {
  const { visitor } = shell;
  const { owner } = visitor;
  const hasVisitorChanged = () => visitor.owner !== owner;
  const key = ({ id }: Rateable) => `draft:${id}`;
  // A browser tries a module again that it could not fetch, and fetches no other one twice.
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

import type { FeedRelease, Mine } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { Asked, Delivery, Settled } from '../queue/answers.ts';
import type { Shell } from '../shell/shell.ts';
import { contentOf, newest } from './draft.ts';
import type { Draft } from './reasons.ts';

/** A release that may be rated. */
export type Rateable = Pick<FeedRelease, 'id' | 'mine'> & { survey: Survey };

/**
 * Where one visitor's ratings are handed in, and where those half written are kept. When somebody else
 * is there it is closed: nothing is said in their name.
 */
export interface AnswerDesk {
  /** A rating is about to be seen: fetches what it needs, so that who is offline then can rate. */
  prepare(): void;
  /** What this visitor said last, as the server or this device knows it. */
  said(release: Rateable): Mine | undefined;
  draft(release: Rateable): Draft | undefined;
  /** Keeps what is being written; undefined forgets it. */
  keep(release: Rateable, draft: Draft | undefined): void;
  /**
   * Stored on the device before it is sent; `refused` also where it could not even be stored. `later`
   * hears what became of one that had to wait.
   */
  give(release: Rateable, draft: Draft, later: (settled: Settled) => void): Promise<Delivery>;
}

/** `asked` is that of the feed which is shown at the time: its ticket proves when it was handed out. */
export function createAnswerDesk(shell: Shell, asked: Asked): AnswerDesk {
  const { visitor } = shell;
  const { owner } = visitor;
  const isClosed = () => visitor.owner !== owner;
  const key = ({ id }: Rateable) => `draft:${id}`;
  // A browser tries a module again that it could not fetch, and fetches no other one twice.
  const queue = async () => (await import('../queue/answers.ts')).createAnswers(shell);
  return {
    prepare: () => void Promise.all([queue(), import('./follow-up-form.ts')]).catch(() => {}),
    said: (release) => newest(release.mine, visitor.mine(release.id)),
    draft: (release) => visitor.get<Draft>(key(release)),
    keep: (release, draft) => isClosed() || visitor.set(key(release), draft),
    async give(release, draft, later) {
      const { id, survey } = release;
      const said = contentOf(draft, survey);
      try {
        const { give } = await queue();
        if (isClosed()) return 'refused';
        const delivery = await give(id, survey, said, asked, later);
        const { rating, state } = said;
        if (delivery !== 'refused') shell.tell('answer', { release: id, rating, state });
        return delivery;
      } catch {
        return 'refused';
      }
    },
  };
}

import type { FeedRelease, Mine } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { Shell } from '../shell/shell.ts';
import { contentOf, newest } from './draft.ts';
import type { Draft } from './reasons.ts';

/** A release that may be rated. */
export type Rateable = Pick<FeedRelease, 'id' | 'mine'> & { survey: Survey };

/** Where ratings are handed in, and where those half written are kept. */
export interface AnswerDesk {
  /** A rating is about to be seen: fetches the queue, so that an answer given offline finds it. */
  prepare(): void;
  /** What this visitor said last, as the server or this device knows it. */
  said(release: Rateable): Mine | undefined;
  draft(release: Rateable): Draft | undefined;
  /** Keeps what is being written; undefined forgets it. */
  keep(release: Rateable, draft: Draft | undefined): void;
  /** Stored on the device before it is sent; `refused` also where it could not even be stored. */
  give(release: Rateable, draft: Draft): Promise<'sent' | 'waiting' | 'refused'>;
}

/** What is known of the feed in which the questions stand: its ticket proves when they were handed out. */
interface Asked {
  readonly ticket: string;
  readonly readAt: string;
}

/** `asked` is that of the feed which is shown at the time. */
export function createAnswerDesk(shell: Shell, asked: Asked): AnswerDesk {
  const { visitor } = shell;
  const key = ({ id }: Rateable) => `draft:${id}`;
  // A browser tries a module again that it could not fetch, and fetches no other one twice.
  const queue = async () => (await import('../queue/answers.ts')).createAnswers(shell);
  return {
    prepare: () => void queue().catch(() => {}),
    said: (release) => newest(release.mine, visitor.mine(release.id)),
    draft: (release) => visitor.get<Draft>(key(release)),
    keep: (release, draft) => visitor.set(key(release), draft),
    async give(release, draft) {
      const { id, survey } = release;
      const said = contentOf(draft, survey);
      try {
        const { give } = await queue();
        const delivery = await give(id, survey, said, asked.ticket, asked.readAt);
        const { rating, state } = said;
        if (delivery !== 'refused') shell.tell('answer', { release: id, rating, state });
        return delivery;
      } catch {
        return 'refused';
      }
    },
  };
}

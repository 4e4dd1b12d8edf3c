import { type AnswerContent, createAnswerQueue } from '../../../widget/queue/answers.ts';
import { getSender } from '../../../widget/queue/sender.ts';
import { clientAt, fakeShell } from './fake-shell.ts';

/** What a test's page needs to know of the question. */
export interface QuestionContext {
  server: string;
  project: string;
  visitor: string;
  release: string;
  survey: string;
  ticket: string;
}

/** What a test does in its page. */
export interface HostPage {
  give(said: Partial<AnswerContent>): Promise<string>;
  deliver(): void;
  hasWaiting(): boolean;
  stop(): void;
}

// The queue on a page of another origin than the server's, bundled for a real browser.
function openShell({
  server,
  project,
  visitor,
  release,
  survey,
  ticket,
}: QuestionContext): HostPage {
  const device = openDevice();
  const shell = fakeShell({ client: clientAt(server, project), project, visitor, device });
  const answers = createAnswerQueue(shell);
  return {
    give: (said) => {
      const answer = { state: 'complete', rating: 4, answers: {}, comment: null, ...said } as const;
      return answers.submit(release, { id: survey }, answer, { ticket });
    },
    deliver: () => void getSender(shell).deliver(),
    hasWaiting: () => shell.visitor.get('waiting') !== undefined,
    stop: shell.stop,
  };
}

Object.assign(window, { openShell });

/** A frame without an origin may not touch localStorage. */
function openDevice(): Record<string, string> {
  try {
    return localStorage;
  } catch {
    return {};
  }
}

import { createAnswers, type Said } from '../../../widget/queue/answers.ts';
import { senderOf } from '../../../widget/queue/sender.ts';
import { clientAt, fakeShell } from './fake-shell.ts';

/** What a test's page needs to know of the question. */
export interface Asked {
  server: string;
  project: string;
  visitor: string;
  release: string;
  survey: string;
  ticket: string;
}

/** What a test does in its page. */
export interface HostPage {
  give(said: Partial<Said>): Promise<string>;
  load(): void;
  waits(): boolean;
  stop(): void;
}

// The queue on a page of another origin than the server's, bundled for a real browser.
function openShell({ server, project, visitor, release, survey, ticket }: Asked): HostPage {
  const device = deviceOf();
  const shell = fakeShell({ client: clientAt(server, project), project, visitor, device });
  const answers = createAnswers(shell);
  return {
    give: (said) => {
      const whole = { state: 'complete', rating: 4, answers: {}, comment: null, ...said } as const;
      return answers.give(release, { id: survey }, whole, { ticket });
    },
    load: () => void senderOf(shell).deliver(),
    waits: () => shell.visitor.get('waiting') !== undefined,
    stop: shell.stop,
  };
}

Object.assign(window, { openShell });

/** A frame without an origin may not touch localStorage. */
function deviceOf(): Record<string, string> {
  try {
    return localStorage;
  } catch {
    return {};
  }
}

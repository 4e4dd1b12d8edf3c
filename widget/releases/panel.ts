import type { Panel } from '../loader/opening.ts';
import type { Shell } from '../shell/shell.ts';
import type { TidingsChangelog } from './changelog.ts';
import { focused, hideOver, keepKeys, showOver, watchOutside } from './overlay.ts';

type Opening = NonNullable<Parameters<Panel['open']>[0]>;

/**
 * Opens and closes the changelog over the host's page. It is a dialog but not a modal one: the page
 * behind stays usable, and the focus moves only where the visitor opened it.
 */
export class PopoverPanel implements Panel {
  readonly #shell: Shell;
  readonly #changelog = document.createElement('tidings-changelog') as TidingsChangelog;
  #opener: HTMLElement | undefined;
  #stopListening = () => {};

  constructor(shell: Shell) {
    const changelog = this.#changelog;
    this.#shell = shell;
    changelog.hidden = true;
    changelog.setAttribute('exportparts', 'panel, header, close, release, note, rating, comment');
    changelog.start(shell, () => this.close());
    keepKeys(changelog, () => this.close());
    shell.home.shadowRoot?.append(changelog);
  }

  get isOpen(): boolean {
    return !this.#changelog.hidden;
  }

  open({ release: asked, opener }: Opening = {}): void {
    // Frameworks write `true` for an attribute without a value.
    const release = asked === 'true' ? undefined : asked;
    // A page that opens us by itself, as for a link at load, leaves the focus where it is; and one
    // that does it while somebody types must not take the field from under their hands.
    const wished = navigator.userActivation?.isActive && !focused()?.matches(':read-write');
    const invited = !!(opener ?? wished);
    if (!this.isOpen) this.#show({ release, opener });
    if (release) void this.#changelog.reveal(release, invited);
    else if (invited) void this.#changelog.focusOn('h2');
  }

  close(): void {
    this.#leave(true);
  }

  refresh(): void {
    if (this.isOpen) this.#changelog.refresh();
  }

  destroy(): void {
    this.#stopListening();
    this.#changelog.remove();
  }

  #show({ release, opener }: Opening): void {
    const { visitor } = this.#shell;
    this.#opener = opener ?? focused();
    visitor.act();
    // First, so that the server is at work while the rest is done.
    this.#changelog.load(visitor.seenAt);
    showOver(this.#changelog);
    this.#changelog.requestUpdate();
    this.#stopListening = this.#listen();
    this.#shell.markSeen();
    this.#shell.tell('open', { release });
  }

  /** Who pressed somewhere else keeps the focus there; otherwise it goes back to where it was. */
  #leave(giveBack: boolean): void {
    if (!this.isOpen) return;
    this.#stopListening();
    const hadFocus = this.#changelog.matches(':focus-within');
    hideOver(this.#changelog);
    if (hadFocus && giveBack) this.#opener?.focus({ preventScroll: true });
    this.#opener = undefined;
    this.#shell.tell('close', undefined);
  }

  #listen(): () => void {
    const stopWatching = watchOutside(this.#shell.home, () => this.#leave(false));
    addEventListener('online', this.#changelog.refresh);
    return () => {
      stopWatching();
      removeEventListener('online', this.#changelog.refresh);
    };
  }
}

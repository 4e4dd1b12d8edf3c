import type { Panel } from '../loader/opening.ts';
import type { Shell } from '../shell/shell.ts';
import type { TidingsChangelog } from './changelog.ts';
import {
  focusedElement,
  hideOverlay,
  isolateKeys,
  onPressOutside,
  showOverlay,
} from './overlay.ts';

type OpenOptions = NonNullable<Parameters<Panel['open']>[0]>;

/**
 * Opens and closes the changelog over the host's page. The panel is a non-modal dialog: the page
 * behind it stays usable, and the focus moves only if the visitor opened the panel.
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
    isolateKeys(changelog, () => this.close());
    shell.launcher.shadowRoot?.append(changelog);
  }

  get isOpen(): boolean {
    return !this.#changelog.hidden;
  }

  open({ release: requested, opener }: OpenOptions = {}): void {
    // Frameworks write `true` for an attribute without a value.
    const release = requested === 'true' ? undefined : requested;
    // If the page opens the panel by itself, as for a link at load, the focus stays where it is. It
    // also stays in a field that the visitor is typing in.
    const isUserInitiated =
      navigator.userActivation?.isActive && !focusedElement()?.matches(':read-write');
    const takesFocus = !!(opener ?? isUserInitiated);
    if (!this.isOpen) this.#show({ release, opener });
    if (release) void this.#changelog.reveal(release, takesFocus);
    else if (takesFocus) void this.#changelog.focusOn('h2');
  }

  close(): void {
    this.#hide(true);
  }

  refresh(): void {
    if (this.isOpen) this.#changelog.refresh();
  }

  destroy(): void {
    this.#stopListening();
    this.#changelog.remove();
  }

  #show({ release, opener }: OpenOptions): void {
    const { visitor } = this.#shell;
    this.#opener = opener ?? focusedElement();
    visitor.activate();
    // First, so that the server works on the request while the panel is shown.
    this.#changelog.load(visitor.seenAt);
    showOverlay(this.#changelog);
    this.#changelog.requestUpdate();
    this.#stopListening = this.#listen();
    this.#shell.markSeen();
    this.#shell.emit('open', { release });
  }

  /** Hides the panel. With `restoreFocus`, focus in the panel returns to where it was before. */
  #hide(restoreFocus: boolean): void {
    if (!this.isOpen) return;
    this.#stopListening();
    const hadFocus = this.#changelog.matches(':focus-within');
    hideOverlay(this.#changelog);
    if (hadFocus && restoreFocus) this.#opener?.focus({ preventScroll: true });
    this.#opener = undefined;
    this.#shell.emit('close', undefined);
  }

  #listen(): () => void {
    const stopWatching = onPressOutside(this.#shell.launcher, () => this.#hide(false));
    addEventListener('online', this.#changelog.refresh);
    return () => {
      stopWatching();
      removeEventListener('online', this.#changelog.refresh);
    };
  }
}

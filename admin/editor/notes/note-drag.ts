import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & { renderRoot: HTMLElement | DocumentFragment };

/** So near the window's edges, in px, the page scrolls along. */
const edgePx = 60;
const scrollPx = 14;

/**
 * Dragging one of the host's notes by its handle, with a mouse, a pen or a finger. Nothing moves before
 * it is let go: only a line shows where it would go. Escape leaves all as it was.
 */
export class NoteDrag implements ReactiveController {
  /** The place of the note that is dragged, and the gap where it would go: 0 is before the first. */
  under: { from: number; gap: number } | undefined;
  readonly #host: Host;
  readonly #drop: (from: number, to: number) => void;
  #listening = new AbortController();

  constructor(host: Host, drop: (from: number, to: number) => void) {
    this.#host = host;
    this.#drop = drop;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#end();
  }

  /** Begins at the handle of the note at a place. */
  begin(event: PointerEvent, from: number): void {
    if (event.button !== 0) return;
    this.#end();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    addEventListener('pointermove', this.#onMove, { signal });
    addEventListener('pointerup', this.#onUp, { signal });
    addEventListener('pointercancel', () => this.#end(), { signal });
    addEventListener('keydown', this.#onKey, { signal, capture: true });
    this.#set({ from, gap: from });
  }

  #onMove = ({ clientY }: PointerEvent): void => {
    const { under } = this;
    if (!under) return;
    if (clientY < edgePx) scrollBy(0, -scrollPx);
    if (clientY > innerHeight - edgePx) scrollBy(0, scrollPx);
    const notes = [...this.#host.renderRoot.querySelectorAll('[data-note]')];
    const boxes = notes.map((note) => note.getBoundingClientRect());
    this.#set({ ...under, gap: boxes.filter(({ y, height }) => y + height / 2 < clientY).length });
  };

  #onUp = (): void => {
    const { under } = this;
    this.#end();
    if (!under) return;
    const to = under.gap > under.from ? under.gap - 1 : under.gap;
    if (to !== under.from) this.#drop(under.from, to);
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#end();
  };

  #end(): void {
    this.#listening.abort();
    this.#set(undefined);
  }

  #set(under: NoteDrag['under']): void {
    this.under = under;
    this.#host.requestUpdate();
  }
}

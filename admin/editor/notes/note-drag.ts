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
  active: { from: number; gap: number } | undefined;
  readonly #host: Host;
  readonly #onDrop: (from: number, to: number) => void;
  #listeners = new AbortController();

  constructor(host: Host, onDrop: (from: number, to: number) => void) {
    this.#host = host;
    this.#onDrop = onDrop;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  /** Begins at the handle of the note at a place. */
  start(event: PointerEvent, from: number): void {
    if (event.button !== 0) return;
    this.#stop();
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    addEventListener('pointermove', this.#onMove, { signal });
    addEventListener('pointerup', this.#onUp, { signal });
    addEventListener('pointercancel', () => this.#stop(), { signal });
    addEventListener('keydown', this.#onKey, { signal, capture: true });
    this.#setActive({ from, gap: from });
  }

  #onMove = ({ clientY }: PointerEvent): void => {
    const { active } = this;
    if (!active) return;
    if (clientY < edgePx) scrollBy(0, -scrollPx);
    if (clientY > innerHeight - edgePx) scrollBy(0, scrollPx);
    const notes = [...this.#host.renderRoot.querySelectorAll('[data-note]')];
    const boxes = notes.map((note) => note.getBoundingClientRect());
    this.#setActive({
      ...active,
      gap: boxes.filter(({ y, height }) => y + height / 2 < clientY).length,
    });
  };

  #onUp = (): void => {
    const { active } = this;
    this.#stop();
    if (!active) return;
    const to = active.gap > active.from ? active.gap - 1 : active.gap;
    if (to !== active.from) this.#onDrop(active.from, to);
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#stop();
  };

  #stop(): void {
    this.#listeners.abort();
    this.#setActive(undefined);
  }

  #setActive(active: NoteDrag['active']): void {
    this.active = active;
    this.#host.requestUpdate();
  }
}

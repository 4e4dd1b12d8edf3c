import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & { renderRoot: HTMLElement | DocumentFragment };

/** The distance from the window's top or bottom, in px, within which the page scrolls. */
const edgePx = 60;
const scrollPx = 14;

/**
 * Drags one of the host's notes by its handle, with a mouse, a pen or a finger. A line shows where
 * the note would go; nothing moves before it is dropped. Escape cancels.
 */
export class NoteDrag implements ReactiveController {
  /** The position of the dragged note, and the gap that it would go to: 0 is before the first. */
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

  /** Starts to drag the note at position `from`. */
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

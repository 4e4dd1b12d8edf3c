import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Takes files that are dropped anywhere in the window, while its host is in the page. Otherwise the
 * browser would open a file that misses the drop zone, and everything on the page would be lost.
 * Dragged text is ignored: it belongs in fields.
 */
export class WindowDrops implements ReactiveController {
  /** Whether a file is dragged over the window. */
  isOver = false;
  readonly #host: ReactiveControllerHost;
  readonly #onFile: (file: File, others: number) => void;

  constructor(host: ReactiveControllerHost, onFile: (file: File, others: number) => void) {
    this.#host = host;
    this.#onFile = onFile;
    host.addController(this);
  }

  hostConnected(): void {
    for (const type of ['dragenter', 'dragover'] as const) addEventListener(type, this.#onOver);
    addEventListener('dragleave', this.#onLeave);
    addEventListener('drop', this.#onDrop);
  }

  hostDisconnected(): void {
    for (const type of ['dragenter', 'dragover'] as const) removeEventListener(type, this.#onOver);
    removeEventListener('dragleave', this.#onLeave);
    removeEventListener('drop', this.#onDrop);
  }

  #onOver = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.#setOver(true);
  };

  /** Out of the window: within it, the element that is entered next is `relatedTarget`. */
  #onLeave = ({ relatedTarget }: DragEvent): void => {
    if (!relatedTarget) this.#setOver(false);
  };

  #onDrop = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.#setOver(false);
    const [file, ...others] = event.dataTransfer?.files ?? [];
    if (file) this.#onFile(file, others.length);
  };

  #setOver(isOver: boolean): void {
    if (this.isOver === isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

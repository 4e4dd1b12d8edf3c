import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Files that are dropped anywhere in the window, while its host is on the page. A browser would open one
 * that misses its goal in the place of the page, and with it all that is on the page would be gone. Texts
 * that are dragged are left alone: they belong into fields.
 */
export class WindowDrops implements ReactiveController {
  /** Whether a file is held over the window. */
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

  /** Out of the window: within it, what is entered next is related. */
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

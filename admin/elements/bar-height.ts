import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & HTMLElement & { renderRoot: HTMLElement | DocumentFragment };

/**
 * Sets `--bar` to the height of a page's top bar. The bar takes a second line if its text is long,
 * and sticky elements below it must not slide under it.
 */
export class BarHeight implements ReactiveController {
  readonly #host: Host;
  readonly #size = new ResizeObserver(([entry]) => {
    const height = (entry?.target as HTMLElement | undefined)?.offsetHeight ?? 0;
    this.#host.style.setProperty('--bar', `${height}px`);
  });

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const bar = this.#host.renderRoot.querySelector('header');
    if (bar) this.#size.observe(bar);
  }

  hostDisconnected(): void {
    this.#size.disconnect();
  }
}

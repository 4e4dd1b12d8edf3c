import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & HTMLElement & { renderRoot: HTMLElement | DocumentFragment };

/**
 * Tells the styles of a page how high the bar on its top is, as `--bar`: it takes a second line where
 * what it says is long, and what sticks below it must not slide under.
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

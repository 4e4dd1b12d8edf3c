/** How long a release is in view until it counts as read. */
const readMs = 3000;
/** What comes so near, in px, is drawn or fetched before it comes into view. */
const nearPx = 320;
/** In twenty steps, because of an article ten panels long half is never in view. */
const threshold = Array.from({ length: 21 }, (_, step) => step / 20);

interface VisibilityCallbacks {
  /**
   * `shown`: it came into view. `read`: its foot did, or it stayed for three seconds. Once each.
   */
  onExposure(kind: 'shown' | 'read', release: string): void;
  /** A release's foot is near or it has the focus; or the end of the list, which has no release. */
  onNear(release: string | undefined): void;
}

/** Knows what of the list is in sight, in the part of the panel that scrolls. */
export class VisibilityObserver {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #reported = new Set<string>();
  readonly #callbacks: VisibilityCallbacks;
  readonly #inView: IntersectionObserver;
  readonly #nearby: IntersectionObserver;

  constructor(root: Element, callbacks: VisibilityCallbacks) {
    this.#callbacks = callbacks;
    const observe = (callback: (entry: IntersectionObserverEntry) => void, options: object) =>
      new IntersectionObserver((entries) => entries.forEach(callback), { root, ...options });
    this.#inView = observe(this.#onView, { threshold });
    this.#nearby = observe(this.#onNear, { rootMargin: `${nearPx}px` });
  }

  /** A release's article with its foot, if it has one: its id is in their `data-release`. */
  watch(article: HTMLElement): void {
    this.#inView.observe(article);
    for (const foot of article.querySelectorAll('footer')) {
      this.#inView.observe(foot);
      this.watchNear(foot);
    }
    // Who goes on by Tab would pass a rating by that is not drawn yet: its foot may be panels away.
    const onFocus = () => this.#callbacks.onNear(article.dataset.release);
    article.addEventListener('focusin', onFocus, { once: true });
  }

  /** Tells again where it is, though it did not move: what stands above it may have. */
  watchNear(element: Element): void {
    this.#nearby.unobserve(element);
    this.#nearby.observe(element);
  }

  /** Nothing counts as read any more that was not already. */
  stop(): void {
    for (const release of this.#timers.keys()) this.#updateTimer(release, false);
  }

  #onNear = ({ isIntersecting, target }: IntersectionObserverEntry): void => {
    if (isIntersecting) this.#callbacks.onNear((target as HTMLElement).dataset.release);
  };

  #onView = (entry: IntersectionObserverEntry): void => {
    const { dataset, localName } = entry.target as HTMLElement;
    const release = dataset.release as string;
    const inView = isInView(entry);
    if (localName === 'article') this.#updateTimer(release, inView);
    if (inView) this.#report(localName === 'article' ? 'shown' : 'read', release);
  };

  #updateTimer(release: string, inView: boolean): void {
    if (inView === this.#timers.has(release)) return;
    clearTimeout(this.#timers.get(release));
    this.#timers.delete(release);
    if (inView)
      this.#timers.set(
        release,
        setTimeout(() => this.#report('read', release), readMs),
      );
  }

  #report(kind: 'shown' | 'read', release: string): void {
    if (this.#reported.has(kind + release)) return;
    this.#reported.add(kind + release);
    this.#callbacks.onExposure(kind, release);
  }
}

/** Half of it is in view, or it fills half of what there is to see. */
export function isInView(entry: IntersectionObserverEntry): boolean {
  const { isIntersecting, intersectionRatio, intersectionRect, rootBounds } = entry;
  const fillsPanel = intersectionRect.height * 2 >= (rootBounds?.height as number);
  return isIntersecting && (intersectionRatio >= 0.5 || fillsPanel);
}

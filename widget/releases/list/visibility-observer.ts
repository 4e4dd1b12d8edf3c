/** How long a release must be in view to count as read. */
const readMs = 3000;
/** Content this close, in px, is rendered or fetched before it comes into view. */
const nearPx = 320;
/** Twenty steps, because half of an article that is ten panels long is never in view. */
const threshold = Array.from({ length: 21 }, (_, step) => step / 20);

interface VisibilityCallbacks {
  /**
   * `shown`: the release came into view. `read`: its foot did, or it stayed in view for three
   * seconds. Called once for each.
   */
  onExposure(kind: 'shown' | 'read', release: string): void;
  /** A release's foot is near or the release has the focus; undefined: the list's end is near. */
  onNear(release: string | undefined): void;
}

/** Observes which releases are in view in the scrolling part of the panel. */
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

  /** Watches a release's article and its foot, if any; both have the id in `data-release`. */
  watch(article: HTMLElement): void {
    this.#inView.observe(article);
    for (const foot of article.querySelectorAll('footer')) {
      this.#inView.observe(foot);
      this.watchNear(foot);
    }
    // Tab would skip a rating that is not rendered yet, because its foot may be panels away.
    const onFocus = () => this.#callbacks.onNear(article.dataset.release);
    article.addEventListener('focusin', onFocus, { once: true });
  }

  /** Reports when an element is near; called again, reports again, even if it has not moved. */
  watchNear(element: Element): void {
    this.#nearby.unobserve(element);
    this.#nearby.observe(element);
  }

  /** Stops all timers: no further release counts as read for its time in view. */
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

/** Whether half of an element is in view, or it fills half of the panel. */
export function isInView(entry: IntersectionObserverEntry): boolean {
  const { isIntersecting, intersectionRatio, intersectionRect, rootBounds } = entry;
  const fillsPanel = intersectionRect.height * 2 >= (rootBounds?.height as number);
  return isIntersecting && (intersectionRatio >= 0.5 || fillsPanel);
}

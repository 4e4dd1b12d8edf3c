/** A browser engine other than Chromium's, with what a visitor does and a test reads in it. */
export interface Engine {
  /** Opens an address in an empty page without storage or history. Closes the page before it. */
  open(url: string): Promise<EnginePage>;
  stop(): Promise<void>;
}

/** Selectors find the first match in document order, in open shadow roots too. */
export interface EnginePage {
  /** The value of an expression in the page, which must be JSON. May use `find(selector)`. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Clicks the middle of an element. */
  click(selector: string): Promise<void>;
  press(key: PageKey): Promise<void>;
  type(text: string): Promise<void>;
  reload(): Promise<void>;
  /** A PNG of what is in view. */
  screenshot(): Promise<Buffer>;
}

/** The keys that tests press, by their names in WebDriver clients. */
export const pageKeys = ['Tab', 'Enter', 'Space', 'Escape', 'ArrowRight', 'ArrowLeft'] as const;
export type PageKey = (typeof pageKeys)[number];

/** Defines `find` in the page: the first element that a selector finds, or null. */
export const findInPage = `function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (found) return found;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const inside = shadowRoot && find(selector, shadowRoot);
    if (inside) return inside;
  }
  return null;
}`;

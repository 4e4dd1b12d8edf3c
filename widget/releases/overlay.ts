/**
 * Shows an element over the page: in the browser's top layer, which no z-index of the host reaches.
 * Safari 16.4 has no popovers: there the style sheet's position and z-index must do.
 */
export function showOverlay(element: HTMLElement): void {
  element.hidden = false;
  if (!('showPopover' in element && element.isConnected)) return;
  element.popover = 'manual';
  if (!element.matches(':popover-open')) element.showPopover();
}

/** Takes it away again: what is no popover any more leaves the top layer. */
export function hideOverlay(element: HTMLElement): void {
  element.hidden = true;
  element.removeAttribute('popover');
}

/** What has the focus, looked for inside open shadow roots too. */
export function focusedElement(within: DocumentOrShadowRoot = document): HTMLElement | undefined {
  const { activeElement } = within;
  const inner = activeElement?.shadowRoot ? focusedElement(activeElement.shadowRoot) : undefined;
  return inner ?? (activeElement as HTMLElement | null) ?? undefined;
}

/**
 * The host's shortcuts must not fire while somebody types with us, so key events end at our
 * element. Those typed in the page never come here, and are not touched.
 */
export function isolateKeys(element: HTMLElement, onEscape: () => void): void {
  const stop = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.type !== 'keydown' || event.key !== 'Escape' || event.isComposing) return;
    // The default would close a dialog of the host too.
    event.preventDefault();
    onEscape();
  };
  for (const type of ['keydown', 'keypress', 'keyup'] as const)
    element.addEventListener(type, stop);
}

/**
 * Calls `leave` for a press outside `home`. Not for one on the page's own opener, whose click says
 * for itself what it wants, nor while a comment has the focus: a slip must not close it.
 */
export function onPressOutside(home: HTMLElement, onPress: () => void): () => void {
  const onPointerDown = (event: Event) => {
    const path = event.composedPath();
    const isOpener = path.some(
      (one) => one instanceof Element && one.matches('[data-tidings-open]'),
    );
    const isWriting =
      home.shadowRoot && focusedElement(home.shadowRoot) instanceof HTMLTextAreaElement;
    if (isOpener || isWriting || path.includes(home)) return;
    onPress();
  };
  // Where the host stops the event on its way up, it was outside all the same.
  addEventListener('pointerdown', onPointerDown, true);
  return () => removeEventListener('pointerdown', onPointerDown, true);
}

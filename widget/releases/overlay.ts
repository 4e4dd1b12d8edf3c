/**
 * Shows an element over the page, in the browser's top layer, which no z-index of the host covers.
 * Safari 16.4 has no popovers: there, the style sheet's position and z-index must suffice.
 */
export function showOverlay(element: HTMLElement): void {
  element.hidden = false;
  if (!('showPopover' in element && element.isConnected)) return;
  element.popover = 'manual';
  if (!element.matches(':popover-open')) element.showPopover();
}

/** Hides the element again: without its `popover` attribute it leaves the top layer. */
export function hideOverlay(element: HTMLElement): void {
  element.hidden = true;
  element.removeAttribute('popover');
}

/** Returns the focused element, also inside open shadow roots. */
export function focusedElement(within: DocumentOrShadowRoot = document): HTMLElement | undefined {
  const { activeElement } = within;
  const inner = activeElement?.shadowRoot ? focusedElement(activeElement.shadowRoot) : undefined;
  return inner ?? (activeElement as HTMLElement | null) ?? undefined;
}

/**
 * Stops key events at our element, because the host's shortcuts must not fire while the visitor
 * types in it. Keys that are typed in the page are not affected.
 */
export function isolateKeys(element: HTMLElement, onEscape: () => void): void {
  const stop = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.type !== 'keydown' || event.key !== 'Escape' || event.isComposing) return;
    // The default action would close a dialog of the host too.
    event.preventDefault();
    onEscape();
  };
  for (const type of ['keydown', 'keypress', 'keyup'] as const)
    element.addEventListener(type, stop);
}

/**
 * Calls `onPress` for a press outside `home`, but not on the page's own opener, which has its own
 * click handler, nor while a comment has the focus, because a slip must not close it. Returns a
 * function that stops listening.
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
  // In the capture phase, because the host may stop the event from bubbling.
  addEventListener('pointerdown', onPointerDown, true);
  return () => removeEventListener('pointerdown', onPointerDown, true);
}

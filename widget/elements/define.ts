/**
 * Registers a custom element unless its name is taken: after `destroy()` a page may load the widget
 * again, and a name cannot be unregistered.
 */
export function define(name: string, element: CustomElementConstructor): void {
  customElements.get(name) ?? customElements.define(name, element);
}

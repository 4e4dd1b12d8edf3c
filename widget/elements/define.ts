/**
 * Names an element, unless that is done: after `destroy()` a page may load us anew, and a name
 * cannot be taken back.
 */
export function define(name: string, element: CustomElementConstructor): void {
  customElements.get(name) ?? customElements.define(name, element);
}

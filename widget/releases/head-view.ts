import { html, type TemplateResult } from 'lit/html.js';
import type { Words } from '../locales/words.ts';
import { icons } from './icons.ts';
import type { Tool } from './tools.ts';

/** The panel's head: whose news this is, its two tools, and the way out. */
export function headView(
  words: Words,
  name: string | undefined,
  open: Tool | undefined,
  toggle: (tool: Tool) => void,
  close: () => void,
): TemplateResult {
  const opener = (tool: Tool, label: string) =>
    html`<button class="icon" aria-label=${label} title=${label} aria-pressed=${open === tool}
      @click=${() => toggle(tool)}>${icons[tool]}</button>`;
  return html`<div class="head" part="header">
    <h2 id="title" tabindex="-1">${name ? words.titleOf.replace('{name}', name) : words.title}</h2>
    ${opener('finder', words.search)} ${opener('switches', words.settings)}
    <button class="icon" part="close" aria-label=${words.close} title=${words.close}
      @click=${close}>${icons.close}</button></div>`;
}

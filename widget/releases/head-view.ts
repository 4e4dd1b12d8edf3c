import { html, svg, type TemplateResult } from 'lit/html.js';
import type { Messages } from '../locales/messages.ts';
import type { Tool } from './tools/tools.ts';

const icon = (path: string): TemplateResult =>
  svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;

/** Line icons of 24 by 24; the buttons around them have the labels. */
const icons = {
  close: icon('M6 6l12 12M18 6L6 18'),
  finder: icon('M11 5a6 6 0 1 1 0 12a6 6 0 1 1 0-12M16 16l4 4'),
  switches: icon(
    'M4 8h8m5 0h3M4 16h3m5 0h8M14 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4M9 14a2 2 0 1 1 0 4a2 2 0 1 1 0-4',
  ),
};

/** The panel's header: the title with the project's name, the two tools and the close button. */
export function headView(
  messages: Messages,
  name: string | undefined,
  openTool: Tool | undefined,
  toggle: (tool: Tool) => void,
  close: () => void,
): TemplateResult {
  const toolButton = (tool: Tool, label: string) =>
    html`<button class="icon" aria-label=${label} title=${label} aria-pressed=${openTool === tool}
      @click=${() => toggle(tool)}>${icons[tool]}</button>`;
  return html`<div class="head" part="header">
    <h2 id="title" tabindex="-1">${name ? messages.titleOf.replace('{name}', name) : messages.title}</h2>
    ${toolButton('finder', messages.search)} ${toolButton('switches', messages.settings)}
    <button class="icon" part="close" aria-label=${messages.close} title=${messages.close}
      @click=${close}>${icons.close}</button></div>`;
}

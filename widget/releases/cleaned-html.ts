import { html, type TemplateResult } from 'lit/html.js';

const templates = new Map<string, TemplateResult>();

/**
 * A note's HTML: the only place where markup is made of text that comes from elsewhere. The server
 * cleaned it by an allow-list when the note was saved, and it comes from nowhere but the server.
 * This is `unsafeHTML` without the weight of directives: a template without any expression.
 */
export function cleanedHtml(text: string): TemplateResult {
  const known = templates.get(text);
  if (known) return known;
  const template = html(Object.assign([text], { raw: [text] }));
  templates.set(text, template);
  return template;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is HTML already, as opposed to text that somebody wrote. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template; nothing is drawn of `undefined`, `null` and `false`. */
export type Part = Markup | string | number | undefined | null | false | readonly Part[];

/** HTML with every value escaped, in text and in quoted attributes alike, unless it is Markup. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...values.map(draw)));
}

/** For what is clean by another's care: notes by the renderer's allow-list, style sheets by ours. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** The five characters that mean something in HTML, as references. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function draw(value: Part): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(draw).join('');
  return escapeHtml(String(value));
}

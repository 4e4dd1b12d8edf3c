/** A link reference definition begins a line: `[label]: address`. */
const definitionStart = /^ {0,3}\[((?:[^\]\\]|\\.)+)\]:/;

/** Gives a body with the definitions that it refers to behind it, so that its links can be made. */
export type AppendDefinitions = (body: string) => string;

/**
 * A changelog defines its links once, mostly at its end, for all of its entries. Each entry is
 * rendered by itself, so it is given those it names: thousands of entries with all would be slow.
 */
export function createDefinitionAppender(definitions: string): AppendDefinitions {
  const byLabel = new Map<string, string>();
  let label = '';
  for (const line of definitions.split('\n')) {
    label = normalizeLabel(definitionStart.exec(line)?.[1] ?? label);
    byLabel.set(label, `${byLabel.get(label) ?? ''}${line}\n`);
  }
  return (body) => {
    const labels = [...body.matchAll(/\[((?:[^\][\\]|\\.)+)\]/g)].map((match) =>
      normalizeLabel(match[1] ?? ''),
    );
    const used = [...new Set(labels)].flatMap((used) => byLabel.get(used) ?? []);
    return used.length === 0 ? body : `${body}\n\n${used.join('')}`;
  };
}

/** CommonMark 4.7: labels match whatever their case and their white space. */
function normalizeLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

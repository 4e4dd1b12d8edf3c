/** The beginning of a link reference definition: `[label]: address`. */
const definitionStart = /^ {0,3}\[((?:[^\]\\]|\\.)+)\]:/;

/** Appends the definitions that a body refers to, so that its links can be rendered. */
export type AppendDefinitions = (body: string) => string;

/**
 * A changelog defines its links once for all entries, usually at its end. Each entry is rendered by
 * itself, with only the definitions that it refers to: rendering thousands of entries with all of
 * them would be slow.
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

/** CommonMark 4.7: labels match regardless of case and white space. */
function normalizeLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

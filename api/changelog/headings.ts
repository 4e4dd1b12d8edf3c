/**
 * Moves the headings of a note's clean HTML to follow on from `firstLevel` without a gap, as those
 * who read by headings expect (WCAG technique H42). Whoever wrote the note may have begun anywhere.
 */
export function orderHeadings(html: string, firstLevel: number): string {
  const above: string[] = [];
  return html.replaceAll(/<(\/?)h([4-6])>/g, (_tag, slash: string, level: string) => {
    if (!slash) {
      while ((above.at(-1) ?? '') >= level) above.pop();
      above.push(level);
    }
    return `<${slash}h${Math.min(6, firstLevel - 1 + above.length)}>`;
  });
}

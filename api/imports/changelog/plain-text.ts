/**
 * Returns the text that a reader sees of a heading: links become their text; images, tags, emoji
 * codes and emphasis are removed. The brackets of `[1.0.0]` are a link whose definition is
 * elsewhere. For short texts: the callers bound the length.
 */
export function plainHeading(heading: string): string {
  return heading
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1')
    .replace(/\[([^\]]+)\]\[[^\]]*\]/g, '$1')
    .replace(/<[^<>]*>/g, '')
    .replace(/:[a-z][a-z0-9_+-]*:/gi, '')
    .replace(/\\(?=[!-/:-@[-`{-~])|[*`[\]]|__|~~/g, '')
    .replace(/(?:&nbsp;|\s)+/g, ' ')
    .trim();
}

/**
 * What a reader sees of a heading: links become their text, and images, tags, emoji codes and
 * emphasis go. Brackets of `[1.0.0]` are a link whose definition stands elsewhere. For short
 * texts: the callers bound the length.
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

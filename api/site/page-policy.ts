import { createHash } from 'node:crypto';

/**
 * The policy of a page without script: nothing is loaded, run or framed, and its own inline style
 * sheet alone is applied, to the byte. `more` is what a page needs besides.
 */
export function pagePolicy(style: string, ...more: string[]): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const nothingElse = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];
  return ["default-src 'none'", `style-src 'sha256-${hash}'`, ...more, ...nothingElse].join('; ');
}

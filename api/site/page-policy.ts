import { createHash } from 'node:crypto';

/**
 * Returns the Content-Security-Policy of a page without script. The page loads nothing, cannot be
 * framed, and applies only the inline style sheet with exactly these bytes. `more` adds directives.
 */
export function pagePolicy(style: string, ...more: string[]): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const nothingElse = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];
  return ["default-src 'none'", `style-src 'sha256-${hash}'`, ...more, ...nothingElse].join('; ');
}

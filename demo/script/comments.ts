/** A comment beside a rating, and the reason that the visitor chose. */
export interface Comment {
  reason: string;
  text: string;
}

/** The comments that have not been used yet. */
export interface CommentPool {
  /**
   * Removes and returns the next comment that fits a rating of a version in a language such as
   * `de`. Comments about the version come first. Returns undefined if none is left.
   */
  take(version: string, rating: number, language: string): Comment | undefined;
  /** Whether there is a comment about this very version. */
  has(version: string, rating: number, language: string): boolean;
}

interface CommentLine extends Comment {
  version: string;
  sentiment: Sentiment;
  language: string;
}

/** The sentiment of a rating: 1 and 2 are unhappy, 3 is undecided, 4 and 5 are happy. */
export type Sentiment = 'unhappy' | 'undecided' | 'happy';

/** Returns the sentiment of a rating. */
export function sentimentOf(rating: number): Sentiment {
  if (rating === 3) return 'undecided';
  return rating < 3 ? 'unhappy' : 'happy';
}

const heading = /^## (.+)$/;
const entry = /^- ([1-5]) ([a-z]{2}) ([a-z_]+): (.+)$/;

/** Reads `comments.md`. Throws an Error for a line in a section that is not a comment. */
export function createCommentPool(markdown: string): CommentPool {
  const remaining = readLines(markdown);
  const find = (version: string, rating: number, language: string) => {
    const sentiment = sentimentOf(rating);
    return remaining.findIndex(
      (line) =>
        line.version === version && line.sentiment === sentiment && line.language === language,
    );
  };
  return {
    has: (version, rating, language) => find(version, rating, language) >= 0,
    take(version, rating, language) {
      const specificIndex = find(version, rating, language);
      const index = specificIndex >= 0 ? specificIndex : find('Any', rating, language);
      return index >= 0 ? remaining.splice(index, 1)[0] : undefined;
    },
  };
}

function readLines(markdown: string): CommentLine[] {
  let version = '';
  return markdown.split('\n').flatMap((line) => {
    version = heading.exec(line)?.[1] ?? version;
    if (version === '' || line === '' || heading.test(line)) return [];
    const [, rating, language = '', reason = '', text = ''] = entry.exec(line) ?? [];
    if (!rating) throw new Error(`This line is not a comment: ${line}`);
    return [{ version, sentiment: sentimentOf(Number(rating)), language, reason, text }];
  });
}

/** What somebody wrote beside a rating, and the reason they ticked. */
export interface Comment {
  reason: string;
  text: string;
}

/** The comments that nobody has made yet. */
export interface CommentPool {
  /**
   * The next one that fits a rating of a version in a language such as `de`, and is in nobody's mouth
   * then any more; what is about the version comes first. Undefined where none is left.
   */
  take(version: string, rating: number, language: string): Comment | undefined;
  /** Whether there is one about this very version. */
  has(version: string, rating: number, language: string): boolean;
}

interface CommentLine extends Comment {
  version: string;
  sentiment: Sentiment;
  language: string;
}

/** Which way a rating leans: 1 and 2 are unhappy, 4 and 5 are happy. */
export type Sentiment = 'unhappy' | 'undecided' | 'happy';

/** See `Leaning`. */
export function sentimentOf(rating: number): Sentiment {
  if (rating === 3) return 'undecided';
  return rating < 3 ? 'unhappy' : 'happy';
}

const heading = /^## (.+)$/;
const entry = /^- ([1-5]) ([a-z]{2}) ([a-z_]+): (.+)$/;

/** Reads `comments.md`. Throws an Error for a line that is no heading, comment or prose of its head. */
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
    if (!rating) throw new Error(`No comment can be read in: ${line}`);
    return [{ version, sentiment: sentimentOf(Number(rating)), language, reason, text }];
  });
}

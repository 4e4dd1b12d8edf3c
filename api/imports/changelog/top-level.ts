import { Lexer, type Token, Tokenizer, type Tokens, type TokensList } from 'marked';

/** A hundred bullets on one line: marked's time grows with the square of the line's length. */
const hostileLine = /^(?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])){100}/m;

/**
 * Returns the top-level block tokens of a text whose line ends are `\n`. Their `raw` concatenates
 * back to the text, except for blanks at its end. The contents of items and quotations are not
 * lexed, because marked's cost and call depth on hostile nesting come from them. Returns undefined
 * for a text that marked cannot lex, such as a paragraph of a million lines.
 */
export function lexTopLevel(text: string): Token[] | undefined {
  if (hostileLine.test(text)) return undefined;
  try {
    return new TopLevelLexer().blockTokens(text, []);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // a pattern exhausted the stack
    throw error;
  }
}

class TopLevelLexer extends Lexer {
  #inside = false;

  constructor() {
    super({ tokenizer: new ExtentTokenizer() });
  }

  override blockTokens(src: string, tokens?: Token[]): Token[];
  override blockTokens(src: string, tokens?: TokensList): TokensList;
  override blockTokens(src: string, tokens: Token[] = []): Token[] {
    if (this.#inside) {
      this.state.top = true; // as in marked: the next top-level block is a paragraph again
      return tokens;
    }
    this.#inside = true;
    return super.blockTokens(src, tokens);
  }
}

/** Treats quotations and tables as prose: only their extent matters, never their cells. */
class ExtentTokenizer extends Tokenizer {
  override blockquote(src: string): Tokens.Blockquote | undefined {
    const raw = this.rules.block.blockquote.exec(src)?.[0].replace(/\n+$/, '');
    return raw === undefined ? undefined : { type: 'blockquote', raw, text: raw, tokens: [] };
  }

  /** A header of n columns over m short rows would make n × m cells. */
  override table(): undefined {
    return undefined;
  }
}

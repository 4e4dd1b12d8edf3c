import { Lexer, type Token, Tokenizer, type Tokens, type TokensList } from 'marked';

/** A hundred bullets in one line: marked's time for it grows with the square of the line. */
const hostileLine = /^(?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])){100}/m;

/**
 * The top-level block tokens of a text whose line ends are `\n`; their `raw` concatenates back to
 * the text, but for blanks at its end. What is inside an item or a quotation is not lexed: a changelog is read by its
 * outermost structure, and marked's cost and call depth on hostile nesting come from the inside.
 * Undefined for the text that marked cannot lex, such as a paragraph of a million lines.
 */
export function lexTopLevel(text: string): Token[] | undefined {
  if (hostileLine.test(text)) return undefined;
  try {
    return new TopLevelLexer().blockTokens(text, []);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // a pattern ran out of stack
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
      this.state.top = true; // as marked leaves it: the next top-level block is a paragraph again
      return tokens;
    }
    this.#inside = true;
    return super.blockTokens(src, tokens);
  }
}

/** Quotations and tables are prose here: only how far they reach matters, never their cells. */
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

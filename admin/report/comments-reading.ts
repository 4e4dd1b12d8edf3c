import type { nothing, ReactiveControllerHost, TemplateResult } from 'lit';
import type { Response } from '../../contract/responses.ts';
import { type Answer, ask, asRefusal, type List } from '../client.ts';
import { Reading } from '../elements/reading.ts';
import { toast } from '../elements/toast.ts';
import { type Comments, commentsView, countFresh } from './comments.ts';

/** The comments of a report: those that are shown, those further on, and how many have come since. */
export class CommentsReading {
  readonly #host: ReactiveControllerHost;
  readonly #readNewest: (signal: AbortSignal) => Promise<Answer<List<Response>>>;
  readonly #comments: Reading<Comments>;
  #isLoadingMore = false;

  /** `readNewest` asks for the first page of those that the address chooses. */
  constructor(
    host: ReactiveControllerHost,
    readNewest: (signal: AbortSignal) => Promise<Answer<List<Response>>>,
  ) {
    this.#host = host;
    this.#readNewest = readNewest;
    this.#comments = new Reading<Comments>(host, async (signal) => ({
      ...shownIn(await readNewest(signal)),
      fresh: 0,
    }));
  }

  readonly again = (): void => void this.#comments.again();

  /** Counts what has come since, and shows none of it before somebody asks. */
  async renew(signal: AbortSignal): Promise<void> {
    const { read } = this.#comments;
    if (read.state !== 'ready') return;
    const { data } = (await this.#readNewest(signal)).value;
    this.#putAfter(read, { ...read.value, fresh: countFresh(data, read.value.shown) });
  }

  /** `rating` is the one that is chosen, if any. */
  render(rating: string): TemplateResult | typeof nothing {
    const isLoading = this.#isLoadingMore;
    const deeds = { onFresh: this.again, onMore: this.#onMore, isLoading };
    return this.#comments.render((comments) => commentsView(comments, rating, deeds), { lines: 5 });
  }

  readonly #onMore = async (): Promise<void> => {
    const { read } = this.#comments;
    if (read.state !== 'ready' || !read.value.next || this.#isLoadingMore) return;
    const { shown, next, fresh } = read.value;
    this.#setLoadingMore(true);
    try {
      const more = shownIn(await ask<List<Response>>(next));
      this.#putAfter(read, { ...more, shown: [...shown, ...more.shown], fresh });
    } catch (error) {
      toast(asRefusal(error).message);
    } finally {
      this.#setLoadingMore(false);
    }
  };

  /** Unless others are shown by now, as when somebody has chosen another rating meanwhile. */
  #putAfter(read: Reading<Comments>['read'], comments: Comments): void {
    if (this.#comments.read === read) this.#comments.put(comments);
  }

  #setLoadingMore(isLoadingMore: boolean): void {
    this.#isLoadingMore = isLoadingMore;
    this.#host.requestUpdate();
  }
}

function shownIn({ value, next }: Answer<List<Response>>): Omit<Comments, 'fresh'> {
  return { shown: value.data, next };
}

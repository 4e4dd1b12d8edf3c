import type { nothing, ReactiveControllerHost, TemplateResult } from 'lit';
import type { Response } from '../../contract/responses.ts';
import { type ApiResponse, callApi, type List, toApiError } from '../client.ts';
import { Resource } from '../elements/resource.ts';
import { toast } from '../elements/toast.ts';
import { commentsView, countNewComments, type LoadedComments } from './comments.ts';

/** The comments of a report: those that are shown, the next pages, and the number of newer ones. */
export class CommentsResource {
  readonly #host: ReactiveControllerHost;
  readonly #loadFirstPage: (signal: AbortSignal) => Promise<ApiResponse<List<Response>>>;
  readonly #comments: Resource<LoadedComments>;
  #isLoadingMore = false;

  /** `loadFirstPage` loads the first page of the comments that match the address. */
  constructor(
    host: ReactiveControllerHost,
    loadFirstPage: (signal: AbortSignal) => Promise<ApiResponse<List<Response>>>,
  ) {
    this.#host = host;
    this.#loadFirstPage = loadFirstPage;
    this.#comments = new Resource<LoadedComments>(host, async (signal) => ({
      ...toLoadedComments(await loadFirstPage(signal)),
      newCount: 0,
    }));
  }

  readonly reload = (): void => void this.#comments.reload();

  /** Counts newer comments, which are shown only on request. */
  async countNew(signal: AbortSignal): Promise<void> {
    const { state } = this.#comments;
    if (state.status !== 'ready') return;
    const { data } = (await this.#loadFirstPage(signal)).value;
    this.#putIfCurrent(state, {
      ...state.value,
      newCount: countNewComments(data, state.value.comments),
    });
  }

  /** `rating` is the one in the address; empty for all. */
  render(rating: string): TemplateResult | typeof nothing {
    const isLoading = this.#isLoadingMore;
    const actions = { onShowNew: this.reload, onMore: this.#onMore, isLoading };
    return this.#comments.render((comments) => commentsView(comments, rating, actions), {
      lines: 5,
    });
  }

  readonly #onMore = async (): Promise<void> => {
    const { state } = this.#comments;
    if (state.status !== 'ready' || !state.value.next || this.#isLoadingMore) return;
    const { comments, next, newCount } = state.value;
    this.#setLoadingMore(true);
    try {
      const more = toLoadedComments(await callApi<List<Response>>(next));
      this.#putIfCurrent(state, { ...more, comments: [...comments, ...more.comments], newCount });
    } catch (error) {
      toast(toApiError(error).message);
    } finally {
      this.#setLoadingMore(false);
    }
  };

  /** Shows the comments, unless the list has changed, for example to another rating. */
  #putIfCurrent(state: Resource<LoadedComments>['state'], comments: LoadedComments): void {
    if (this.#comments.state === state) this.#comments.put(comments);
  }

  #setLoadingMore(isLoadingMore: boolean): void {
    this.#isLoadingMore = isLoadingMore;
    this.#host.requestUpdate();
  }
}

function toLoadedComments({
  value,
  next,
}: ApiResponse<List<Response>>): Omit<LoadedComments, 'newCount'> {
  return { comments: value.data, next };
}

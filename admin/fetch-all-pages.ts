import { callApi, type List } from './client.ts';

/** The most items that the server returns in one page. */
const pageSize = 100;

/** Reads all pages of a list. Only for lists that are short enough to look through. */
export async function fetchAllPages<Item>(path: string, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | undefined = `${path}?limit=${pageSize}`;
  while (next) {
    const page: { value: List<Item>; next: string | undefined } = await callApi<List<Item>>(
      next,
      signal ? { signal } : {},
    );
    items.push(...page.value.data);
    next = page.next;
  }
  return items;
}

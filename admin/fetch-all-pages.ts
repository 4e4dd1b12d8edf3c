import { callApi, type List } from './client.ts';

/** As many as the server gives at once. */
const pageSize = 100;

/** A whole list, page after page: for those that people can look through. */
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

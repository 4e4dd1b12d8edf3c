import { expect, test } from 'vitest';
import { newId } from '../../../api/ids.ts';
import { countRaters, type NewRater } from '../../../api/visitors/networks/raters.ts';
import { onEachDatabase } from '../../support/databases.ts';

const hour = 60 * 60 * 1000;
const begins = Date.parse('2026-06-01T08:00:00.000Z');

/** The same order in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function shuffled<Item>(items: Item[]): Item[] {
  const random = createRandom(7);
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j] as Item, items[i] as Item];
  }
  return items;
}

onEachDatabase('new raters', ({ open }) => {
  test('of 400 carrier networks, 250 each in random order, are never held back', {
    timeout: 300_000,
  }, async () => {
    const database = await open();
    const networks = shuffled(Array.from({ length: 100_000 }, (_, n) => `network ${n % 400}`));
    const raters = networks.map((today, n): NewRater => {
      const at = new Date(begins + (n / networks.length) * 10 * hour).toISOString();
      const network = { bits: 24 as const, today, yesterday: null };
      return { projectId: 'acme', visitorId: newId(), networks: [network], at };
    });
    for (let start = 0; start < raters.length; start += 1000) {
      const batch = raters.slice(start, start + 1000);
      const held = await database.writer
        .transaction()
        .execute((trx) => countRaters(trx, batch, { slot: start % 16, randomId: newId }));
      expect(held).toEqual([]);
    }
    const { counted } = await database.reader
      .selectFrom('network_count')
      .select((eb) => eb.fn.sum<number>('raters').as('counted'))
      .where('network', 'like', 'network %')
      .executeTakeFirstOrThrow();
    expect(Number(counted)).toBe(100_000);
  });
});

import { describe, expect, test } from 'vitest';
import { createGroupCommit } from '../../api/db/group-commit.ts';

/** A store that notes which items shared a commit; `poison` fails whatever it is in. */
function createStore(options: { maxBatch?: number; maxQueue?: number; lanes?: number } = {}) {
  const batches: string[][] = [];
  const underWay = { now: 0, most: 0 };
  const failure = { passing: false };
  const group = createGroupCommit<string, string>({
    maxBatch: 100,
    maxQueue: 100,
    ...options,
    isTransient: () => failure.passing,
    async commit(items) {
      underWay.now += 1;
      underWay.most = Math.max(underWay.most, underWay.now);
      batches.push([...items]);
      await new Promise((done) => setTimeout(done, 5));
      underWay.now -= 1;
      if (items.includes('poison')) throw new Error('poison');
      return items.map((item) => `stored ${item}`);
    },
  });
  return { ...group, batches, underWay, failure };
}

describe('a group commit', () => {
  test('lets what comes in one turn of the event loop share a transaction, in order', async () => {
    const store = createStore();
    const outcomes = await Promise.all(['a', 'b', 'c'].map(store.submit));
    expect(outcomes).toEqual(['stored a', 'stored b', 'stored c']);
    expect(store.batches).toEqual([['a', 'b', 'c']]);
  });

  test('acknowledges nothing before its transaction is through', async () => {
    const store = createStore();
    let acknowledged = false;
    const sent = store.submit('a').then(() => {
      acknowledged = true;
    });
    await new Promise((done) => setImmediate(done));
    await new Promise((done) => setImmediate(done));
    expect(store.batches).toEqual([['a']]);
    expect(acknowledged).toBe(false);
    await sent;
  });

  test('gathers what arrives meanwhile, one batch after another', async () => {
    const store = createStore();
    const first = store.submit('a');
    await new Promise((done) => setTimeout(done, 2));
    await Promise.all([first, store.submit('b'), store.submit('c')]);
    expect(store.batches).toEqual([['a'], ['b', 'c']]);
    expect(store.underWay.most).toBe(1);
  });

  test('makes no batch larger than allowed', async () => {
    const store = createStore({ maxBatch: 2 });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(store.submit));
    expect(store.batches).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('runs as many batches at once as it has lanes', async () => {
    const store = createStore({ maxBatch: 1, lanes: 2 });
    await Promise.all(['a', 'b', 'c', 'd'].map(store.submit));
    expect(store.underWay.most).toBe(2);
  });

  test('saves the others when one of them fails', async () => {
    const store = createStore();
    const outcomes = await Promise.allSettled(['a', 'poison', 'b'].map(store.submit));
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: 'stored a' },
      { status: 'rejected', reason: { message: 'poison' } },
      { status: 'fulfilled', value: 'stored b' },
    ]);
  });

  test('does not wait again for each when the database itself is away', async () => {
    const store = createStore();
    store.failure.passing = true;
    const outcomes = await Promise.allSettled(['a', 'poison', 'b'].map(store.submit));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(store.batches).toHaveLength(1);
    expect(await store.submit('c')).toBe('stored c');
  });

  test('refuses what it cannot hold, and takes more when there is room', async () => {
    const store = createStore({ maxQueue: 2, maxBatch: 2 });
    const held = [store.submit('a'), store.submit('b')];
    await expect(store.submit('c')).rejects.toMatchObject({
      code: 'overloaded',
      status: 503,
      retryAfterSeconds: 1,
    });
    await Promise.all(held);
    expect(await store.submit('d')).toBe('stored d');
  });

  describe('while the database is locked', () => {
    /** A store whose commits end when `unlock` is called. */
    function createLockedStore() {
      let unlock = () => {};
      const locked = new Promise<void>((resolve) => {
        unlock = resolve;
      });
      const commit = async (items: readonly string[]) => {
        await locked;
        return items.map((item) => `stored ${item}`);
      };
      const limits = { maxBatch: 1, maxQueue: 100, maxWaitMs: 300 };
      const { submit } = createGroupCommit<string, string>({ commit, ...limits });
      return { submit, unlock };
    }
    const late = { code: 'unavailable', status: 503, retryAfterSeconds: 5 };

    test('each item waits as long as is promised, counted from its own submission', async () => {
      const { submit, unlock } = createLockedStore();
      const startedMs = performance.now();
      const first = submit('under way').catch((error) => error);
      await new Promise((done) => setTimeout(done, 200));
      const second = submit('in the queue').catch((error) => error);
      expect(await first).toMatchObject(late);
      const firstMs = performance.now() - startedMs;
      expect(await second).toMatchObject(late);
      const secondMs = performance.now() - startedMs;
      unlock();
      expect(firstMs).toBeGreaterThan(250);
      expect(secondMs).toBeGreaterThan(firstMs + 50);
      expect(secondMs).toBeLessThan(1500);
    });

    test('an item that was given up does not hold up the next', async () => {
      const { submit, unlock } = createLockedStore();
      await expect(submit('late')).rejects.toMatchObject(late);
      const next = submit('next');
      unlock();
      expect(await next).toBe('stored next');
    });
  });
});

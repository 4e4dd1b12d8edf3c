import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHashQueue } from '../../api/people/hash-queue.ts';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { addMember, signIn, type TestPerson } from '../support/people.ts';
import { createTestProject } from '../support/projects.ts';

const hashing = vi.hoisted(() => ({ running: 0, most: 0 }));

vi.mock('@node-rs/argon2', () => {
  async function compute<Value>(value: Value): Promise<Value> {
    hashing.running += 1;
    hashing.most = Math.max(hashing.most, hashing.running);
    await sleep(20);
    hashing.running -= 1;
    return value;
  }
  return {
    hash: (password: string) => compute(`hash of ${password}`),
    verify: (hashed: string, password: string) => compute(hashed === `hash of ${password}`),
  };
});

onEachDatabase('a flood of sign-ins', ({ open }) => {
  let api: TestApi;
  let ann: TestPerson;

  beforeEach(async () => {
    api = await startApi(await open());
    ann = await addMember(api, await createTestProject(api), 'editor');
  });

  afterEach(() => api.stop());

  test('computes two hashes at once, and refuses with 503 what would wait for long', async () => {
    const credentials = { email: ann.email, password: 'a wrong one' };
    const flood = Array.from({ length: 60 }, () => signIn(api, credentials));
    const replies = await Promise.all(flood);
    const statuses = replies.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 503]));
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(22);
    const refused = replies.find(({ status }) => status === 503);
    expect(refused?.headers.get('retry-after')).toBe('2');
    expect(problem.parse(await refused?.json())).toMatchObject({ code: 'overloaded' });
    expect(hashing.most).toBe(2);
    expect((await signIn(api, ann)).status).toBe(200);
  });
});

describe('the queue of password hashes', () => {
  test('serves those who wait in order, and goes on after a failure', async () => {
    const inTurn = createHashQueue({ concurrency: 1, maxWaiting: 2 });
    const done: string[] = [];
    const first = inTurn(async () => {
      throw new Error('It failed.');
    });
    const others = ['second', 'third'].map((name) =>
      inTurn(async () => {
        done.push(name);
      }),
    );
    await expect(inTurn(async () => {})).rejects.toMatchObject({ code: 'overloaded' });
    await expect(first).rejects.toThrow('It failed.');
    await Promise.all(others);
    expect(done).toEqual(['second', 'third']);
    await inTurn(async () => {});
  });
});

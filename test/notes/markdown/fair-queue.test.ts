import { describe, expect, test } from 'vitest';
import { createFairQueue } from '../../../api/notes/markdown/fair-queue.ts';

describe('the order of rendering', () => {
  // A task is written as project, caller and number.
  test.each<[what: string, pushed: string, taken: string]>([
    ['nothing', '', ''],
    ['one caller’s in their order', 'a.ann.1 a.ann.2 a.ann.3', 'a.ann.1 a.ann.2 a.ann.3'],
    ['projects in turn', 'a.ann.1 a.ann.2 a.ann.3 b.bob.1', 'a.ann.1 b.bob.1 a.ann.2 a.ann.3'],
    [
      'the callers of a project in turn',
      'a.eve.1 a.eve.2 a.eve.3 a.ann.1',
      'a.eve.1 a.ann.1 a.eve.2 a.eve.3',
    ],
    [
      'projects before callers, so that many callers win nothing',
      'a.eve.1 a.ian.1 a.ned.1 b.bob.1 b.bob.2',
      'a.eve.1 b.bob.1 a.ian.1 b.bob.2 a.ned.1',
    ],
  ])('takes %s', (_, pushed, taken) => {
    const queue = createFairQueue<string>();
    for (const task of pushed.split(' ').filter(Boolean)) {
      const [projectId = '', caller = ''] = task.split('.');
      queue.push({ projectId, caller }, task);
    }
    const order: string[] = [];
    for (let task = queue.shift(); task; task = queue.shift()) order.push(task);
    expect(order.join(' ')).toBe(taken);
  });

  test('gives the next turn to a project that comes while another has its turn', () => {
    const queue = createFairQueue<string>();
    queue.push({ projectId: 'a', caller: 'eve' }, 'a1');
    expect(queue.shift()).toBe('a1');
    queue.push({ projectId: 'a', caller: 'eve' }, 'a2');
    queue.push({ projectId: 'b', caller: 'bob' }, 'b1');
    expect([queue.shift(), queue.shift()]).toEqual(['b1', 'a2']);
  });
});

import { expect, test } from 'vitest';
import { startApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';

onEachDatabase('/readyz', ({ open }) => {
  test('replies without detail when there is nothing to tell the operator', async () => {
    const api = await startApi(await open());
    expect(await (await api.app.request('/readyz')).json()).toEqual({ status: 'ready' });
    await api.stop();
  });

  test('adds a sentence per key, which its part of the server replaces or removes', async () => {
    const api = await startApi(await open());
    const { readiness } = api.deps;
    readiness.set('job', 'The job has 100 rows left.');
    readiness.set('proxy', 'A proxy is not listed.');
    readiness.set('job', 'The job has 50 rows left.');
    const read = async () => (await api.app.request('/readyz')).json();
    expect(await read()).toEqual({
      status: 'ready',
      detail: ['The job has 50 rows left.', 'A proxy is not listed.'],
    });
    readiness.set('job', undefined);
    expect(await read()).toEqual({ status: 'ready', detail: ['A proxy is not listed.'] });
    await api.stop();
  });
});

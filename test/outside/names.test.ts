import { expect, test } from 'vitest';
import { startJobs } from '../../api/jobs/jobs.ts';
import { startApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { listCommands } from './commands.ts';
import { namesInDocument, namesInSource } from './names.ts';

// Names that programs, pages, browsers and operators rely on. A line that goes away or changes breaks
// somebody; a new name adds a line: npx vitest run --project specification test/outside -u

onEachDatabase('a name that leaves the process', ({ open }) => {
  test('is what it was when it landed', async () => {
    const api = await startApi(await open());
    const document = await (await api.app.request('/openapi.json')).json();
    await startJobs([], api.deps)();
    const metrics = await api.deps.metrics.getMetricsAsJSON();
    await api.stop();
    const names = {
      ...namesInDocument(document),
      ...namesInSource(),
      metrics: metrics.map(({ name }) => name).sort(),
      commands: await listCommands(),
    };
    const lines = Object.entries<string[]>(names).flatMap(([kind, list]) =>
      list.map((name) => `${kind}: ${name}\n`),
    );
    await expect(lines.join('')).toMatchFileSnapshot('landed-names.txt');
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../../api/db/database.ts';
import { addProject, createBenchProject, withDatabase } from '../bench-project.ts';
import { openConnection, postRequest } from '../connection.ts';
import { type Figure, measureAlternately, rounds } from '../figure.ts';
import { cycle } from '../load.ts';
import { startFloor, startTidings } from '../programs.ts';

const characters = 400_000;
const largeChangelog = new URL(
  '../../../shared/data/changelogs/posthog-js-changesets.md',
  import.meta.url,
);
const smallChangelog = new URL('../../node_modules/nodemailer/CHANGELOG.md', import.meta.url);

/** The time to import a 400 kB changelog into an empty project, from the request to the report. */
export const importing: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'import.db')}`;
  await createBenchProject(databaseUrl);
  const projects = await withDatabase(databaseUrl, ({ writer }) =>
    writer.transaction().execute((trx) => addProjects(trx)),
  );
  const server = await startTidings({ databaseUrl, folder });
  const lexer = await startFloor('lexer');
  const [ours, floor] = [await openConnection(server.port), await openConnection(lexer.port)];
  const text = bigChangelog();
  const imports = cycle(projects.map(({ slug, apiKey }) => importRequest(slug, apiKey, text)));
  const importOnce = () => timeOf(() => ours.send(imports()));
  const lexRequest = postRequest('/', text);
  const measured = await measureAlternately(importOnce, () => timeOf(() => floor.send(lexRequest)));
  ours.close();
  floor.close();
  await server.stop();
  await lexer.stop();
  return [
    {
      ...measured,
      name: `import of a ${Math.round(text.length / 1000)} kB changelog`,
      unit: 'ms',
      floorName: 'marked lexing the same text',
      target: { ratioAtMost: 15 },
    },
  ];
};

/** Adds a project for each round, and one to warm up. */
async function addProjects(trx: Db): Promise<{ slug: string; apiKey: string }[]> {
  const projects: { slug: string; apiKey: string }[] = [];
  for (let n = 0; n <= rounds; n += 1) {
    const slug = `import-${n}`;
    projects.push({ slug, apiKey: (await addProject(trx, slug)).apiKey });
  }
  return projects;
}

function importRequest(slug: string, apiKey: string, text: string): Buffer {
  const headers = [`Authorization: Bearer ${apiKey}`, 'Content-Type: text/markdown'];
  return postRequest(`/api/projects/${slug}/imports`, text, headers);
}

/** Returns a real changelog of this size if there is one, else a smaller one repeated. */
function bigChangelog(): string {
  if (existsSync(largeChangelog)) return readFileSync(largeChangelog, 'utf8');
  const original = readFileSync(smallChangelog, 'utf8');
  const copies = Math.ceil(characters / original.length);
  return Array.from({ length: copies }, (_, n) =>
    original.replace(
      /^(#+ \[?)(\d+)/gm,
      (_all, before, major) => `${before}${Number(major) + 100 * n}`,
    ),
  ).join('\n');
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

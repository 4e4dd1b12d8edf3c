import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../../api/db/database.ts';
import { openConnection, postRequest } from '../connection.ts';
import { type Figure, inTurn, rounds } from '../figure.ts';
import { cycle } from '../load.ts';
import { startFloor, startTidings } from '../programs.ts';
import { addProject, inDatabase, makeWorld } from '../world.ts';

const characters = 400_000;
const real = new URL('../../../shared/data/changelogs/posthog-js-changesets.md', import.meta.url);
const everywhere = new URL('../../node_modules/nodemailer/CHANGELOG.md', import.meta.url);

/** A 400 kB changelog from the request to the report, rendered and stored, into an empty project. */
export const importing: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'import.db')}`;
  await makeWorld(databaseUrl);
  const projects = await inDatabase(databaseUrl, ({ writer }) =>
    writer.transaction().execute((trx) => addProjects(trx)),
  );
  const server = await startTidings({ databaseUrl, folder });
  const lexer = await startFloor('lexer');
  const [ours, floor] = [await openConnection(server.port), await openConnection(lexer.port)];
  const text = bigChangelog();
  const imports = cycle(projects.map(({ slug, apiKey }) => importRequest(slug, apiKey, text)));
  const importOnce = () => timeOf(() => ours.ask(imports()));
  const lexed = postRequest('/', text);
  const measured = await inTurn(importOnce, () => timeOf(() => floor.ask(lexed)));
  ours.close();
  floor.close();
  await server.stop();
  await lexer.stop();
  return [
    {
      ...measured,
      name: `import of a changelog of ${Math.round(text.length / 1000)} kB`,
      unit: 'ms',
      against: 'marked lexing the same text',
      wanted: { ratioAtMost: 15 },
    },
  ];
};

/** One for each round and one to warm up. */
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

/** A real one of this size where it is at hand, else one made of a smaller one with other versions. */
function bigChangelog(): string {
  if (existsSync(real)) return readFileSync(real, 'utf8');
  const once = readFileSync(everywhere, 'utf8');
  const copies = Math.ceil(characters / once.length);
  return Array.from({ length: copies }, (_, n) =>
    once.replace(
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

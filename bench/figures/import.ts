import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openConnection, postRequest } from '../connection.ts';
import { type Figure, inTurn } from '../figure.ts';
import { startFloor, startTidings } from '../programs.ts';
import { makeWorld } from '../world.ts';

const characters = 400_000;
const real = new URL('../../../shared/data/changelogs/posthog-js-changesets.md', import.meta.url);
const everywhere = new URL('../../node_modules/nodemailer/CHANGELOG.md', import.meta.url);

/** A 400 kB changelog from the request to the report, rendered and stored, into an empty project. */
export const importing: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'import.db')}`;
  const { apiKey } = await makeWorld(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const lexer = await startFloor('lexer');
  const [ours, floor] = [await openConnection(server.port), await openConnection(lexer.port)];
  const text = bigChangelog();
  const asMember = (type: string) => [`Authorization: Bearer ${apiKey}`, `Content-Type: ${type}`];
  let projects = 0;

  const importOnce = async () => {
    projects += 1;
    const slug = `project-${projects}`;
    const made = JSON.stringify({ name: slug, slug });
    await ours.ask(postRequest('/api/projects', made, asMember('application/json')));
    const path = `/api/projects/${slug}/imports`;
    const request = postRequest(path, text, asMember('text/markdown'));
    return timeOf(() => ours.ask(request));
  };
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

/** A real one of this size where it is at hand, else one made of a smaller one with other versions. */
function bigChangelog(): string {
  if (existsSync(real)) return readFileSync(real, 'utf8');
  const once = readFileSync(everywhere, 'utf8');
  const copies = Math.ceil(characters / once.length);
  return Array.from({ length: copies }, (_, n) =>
    once.replace(/^(#+ \[?)(\d+)/gm, (_all, before, major) => `${before}${Number(major) + 100 * n}`),
  ).join('\n');
}

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

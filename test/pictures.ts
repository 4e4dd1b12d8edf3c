import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { type Album, albums, type Look, type Scene } from './pictures/albums.ts';
import { startStage } from './pictures/stage.ts';
import { flags } from './support/browser-flags.ts';
import { findChromium } from './support/chromium.ts';

// `npm run pictures` writes what the running product looks like to dist/pictures: each scene of each
// album in each of its looks. Names of albums, scenes and looks choose among them, as in
// `npm run pictures -- pages dark-360`; `npm run pictures -- readme` draws what the README shows.

const asked = process.argv.slice(2);
const chosen = (names: string[]) => {
  const wanted = names.filter((name) => asked.includes(name));
  return wanted.length > 0 ? wanted : names;
};

const stage = await startStage();
const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
try {
  for (const [name, album] of Object.entries(albums)) {
    if (isWanted(name, album)) await fill(album);
  }
} finally {
  await browser.close();
  await stage.end();
}

/** Unless something else is asked for, all but what is kept in the repository. */
function isWanted(name: string, { scenes, isKept }: Album): boolean {
  if (asked.includes(name) || Object.keys(scenes).some((scene) => asked.includes(scene))) {
    return true;
  }
  const others = Object.entries(albums).flatMap(([other, { scenes }]) => [
    other,
    ...Object.keys(scenes),
  ]);
  return !isKept && !others.some((other) => asked.includes(other));
}

async function fill({ folder, scenes, looks }: Album): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const wantedLooks = chosen(looks.map(({ name }) => name));
  for (const name of chosen(Object.keys(scenes))) {
    for (const look of looks.filter(({ name }) => wantedLooks.includes(name))) {
      const file = join(folder, `${[name, look.name].filter(Boolean).join('-')}.png`);
      await draw(file, scenes[name] as Scene, look);
    }
  }
}

async function draw(file: string, scene: Scene, look: Look): Promise<void> {
  const context = await browser.newContext(look.context);
  const page = await context.newPage();
  try {
    await scene(page, { ...stage, host: stage.host + look.query });
    console.log(file);
  } catch (error) {
    // The picture of where it stopped says most about why.
    console.error(file, error);
    process.exitCode = 1;
  }
  // What lies over a page is as large as the window.
  const fullPage =
    look.isWhole && (await page.locator('dialog[open], :popover-open').count()) === 0;
  await page.screenshot({ path: file, animations: 'disabled', fullPage });
  await context.close();
}

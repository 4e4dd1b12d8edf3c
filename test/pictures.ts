import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startDemoInstance } from './pictures/demo-instance.ts';
import {
  type PictureScene,
  type PictureSet,
  type PictureVariant,
  pictureSets,
} from './pictures/picture-sets.ts';
import { flags } from './support/browser-flags.ts';
import { findChromium } from './support/chromium.ts';

// `npm run pictures` writes what the running product looks like to dist/pictures: each scene of each
// album in each of its looks. Names of albums, scenes and looks choose among them, as in
// `npm run pictures -- pages dark-360`; `npm run pictures -- readme` draws what the README shows.

const selection = process.argv.slice(2);
const selectFrom = (names: string[]) => {
  const wanted = names.filter((name) => selection.includes(name));
  return wanted.length > 0 ? wanted : names;
};

const instance = await startDemoInstance();
const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
try {
  for (const [name, set] of Object.entries(pictureSets)) {
    if (isWanted(name, set)) await drawSet(set);
  }
} finally {
  await browser.close();
  await instance.stop();
}

/** Unless something else is asked for, all but what is kept in the repository. */
function isWanted(name: string, { scenes, isCommitted }: PictureSet): boolean {
  if (selection.includes(name) || Object.keys(scenes).some((scene) => selection.includes(scene))) {
    return true;
  }
  const others = Object.entries(pictureSets).flatMap(([other, { scenes }]) => [
    other,
    ...Object.keys(scenes),
  ]);
  return !isCommitted && !others.some((other) => selection.includes(other));
}

async function drawSet({ folder, scenes, variants: looks }: PictureSet): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const wantedLooks = selectFrom(looks.map(({ name }) => name));
  for (const name of selectFrom(Object.keys(scenes))) {
    for (const look of looks.filter(({ name }) => wantedLooks.includes(name))) {
      const file = join(folder, `${[name, look.name].filter(Boolean).join('-')}.png`);
      await draw(file, scenes[name] as PictureScene, look);
    }
  }
}

async function draw(file: string, scene: PictureScene, look: PictureVariant): Promise<void> {
  const context = await browser.newContext(look.context);
  const page = await context.newPage();
  try {
    await scene(page, { ...instance, host: instance.host + look.query });
    console.log(file);
  } catch (error) {
    // The picture of where it stopped says most about why.
    console.error(file, error);
    process.exitCode = 1;
  }
  // What lies over a page is as large as the window.
  const fullPage =
    look.isFullPage && (await page.locator('dialog[open], :popover-open').count()) === 0;
  await page.screenshot({ path: file, animations: 'disabled', fullPage });
  await context.close();
}

import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { flags } from '../../test/support/browser-flags.ts';
import { findChromium } from '../../test/support/chromium.ts';
import { startHost } from '../../test/support/hosts.ts';
import { type Figure, inTurn, type Line } from '../figure.ts';
import { plainPage, type Told, widgetPage } from '../pages.ts';
import { startTidings } from '../programs.ts';
import { makeWorld } from '../world.ts';

/** As on a phone of some years ago. */
const slowDown = 4;
/** A longer task makes a page feel stuck. */
const longTaskMs = 50;

/** From the start of a page that opens the panel at once until its 20 releases are drawn. */
export const firstList: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'list.db')}`;
  const world = await makeWorld(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const url = `http://127.0.0.1:${server.port}`;
  const host = await startHost({
    '/widget': { body: widgetPage(url, world) },
    '/plain': { body: plainPage(url, world) },
  });
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  const tasks: number[] = [];
  const visit = (path: string) => async () => {
    const { drawnMs, taskMs } = await open(browser, host.origin + path);
    if (path === '/widget') tasks.push(Math.max(0, ...taskMs));
    return drawnMs;
  };
  const measured = await inTurn(visit('/widget'), visit('/plain'));
  await browser.close();
  await host.stop();
  await server.stop();
  return [
    {
      ...measured,
      name: `first list of 20 releases, ${slowDown} × slower`,
      unit: 'ms',
      against: 'the same list in plain DOM calls',
      wanted: { ratioAtMost: 1.5 },
    },
    longest(tasks.slice(1)),
  ];
};

function longest(tasks: number[]): Line {
  return {
    name: `the longest task until then, ${slowDown} × slower`,
    unit: 'ms',
    ours: tasks,
    floor: tasks.map(() => longTaskMs),
    against: 'a task that is felt',
    wanted: { oursAtMost: longTaskMs },
  };
}

async function open(browser: Browser, url: string): Promise<Told> {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  const said = page.waitForEvent('console', (message) => message.type() === 'log');
  await page.goto(url, { waitUntil: 'commit' });
  const told = JSON.parse((await said).text()) as Told;
  await page.context().close();
  return told;
}

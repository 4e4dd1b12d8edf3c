import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { flags } from '../../test/support/browser-flags.ts';
import { findChromium } from '../../test/support/chromium.ts';
import { startHost } from '../../test/support/hosts.ts';
import { type Figure, inTurn, type Line, rounds } from '../figure.ts';
import { listPages, type Told } from '../pages.ts';
import { pinLoad, startTidings, unpinLoad } from '../programs.ts';
import { makeWorld } from '../world.ts';

/** As on a phone of some years ago. */
const slowDown = 4;
/** A longer task makes a page feel stuck. */
const longTaskMs = 50;
const floor = 'the same list in plain DOM calls';

/** What the page told, visit by visit. */
interface Visits {
  ours: Told[];
  floor: Told[];
}

/** From the press that opens the panel, or the start of a page that opens it, until its list stands. */
export const firstList: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'list.db')}`;
  const world = await makeWorld(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const host = await startHost(listPages(`http://127.0.0.1:${server.port}`, world));
  // A browser is many programs that wait for one another on one core.
  unpinLoad();
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  const pressed = await visits(browser, host.origin, 'pressed');
  const atOnce = await visits(browser, host.origin, 'at-once');
  await browser.close();
  pinLoad();
  await host.stop();
  await server.stop();
  return [
    { ...line('press → first list in view', pressed, 'seenMs'), wanted: { ratioAtMost: 1.5 } },
    line('press → all 20 releases', pressed, 'drawnMs'),
    longest('the longest task after the press', pressed),
    line('page that opens it → first list', atOnce, 'seenMs'),
  ];
};

async function visits(browser: Browser, origin: string, when: string): Promise<Visits> {
  const told: Visits = { ours: [], floor: [] };
  const visit = (whose: keyof Visits, folder: string) => async () => {
    const heard = await open(browser, `${origin}/${folder}/${when}`);
    told[whose].push(heard);
    return heard.seenMs;
  };
  await inTurn(visit('ours', 'widget'), visit('floor', 'plain'));
  // Without the first, which warmed both up.
  return { ours: told.ours.slice(-rounds), floor: told.floor.slice(-rounds) };
}

function line(what: string, visits: Visits, until: 'seenMs' | 'drawnMs'): Line {
  return {
    name: `${what}, ${slowDown} × slower`,
    unit: 'ms',
    ours: visits.ours.map((told) => told[until]),
    floor: visits.floor.map((told) => told[until]),
    against: floor,
  };
}

/** What takes less than a long task is not told of, and counts as nothing. */
function longest(what: string, { ours }: Visits): Line {
  const tasks = ours.map(({ taskMs }) => Math.max(0, ...taskMs));
  return {
    name: `${what}, ${slowDown} × slower`,
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

import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { flags } from '../../test/support/browser-flags.ts';
import { findChromium } from '../../test/support/chromium.ts';
import { startHost } from '../../test/support/hosts.ts';
import { createBenchProject } from '../bench-project.ts';
import { type Figure, type Line, measureAlternately, rounds } from '../figure.ts';
import { listPages, type PageTimings } from '../pages.ts';
import { pinLoad, startTidings, unpinLoad } from '../programs.ts';

/** Slows the processor down to that of a phone of some years ago. */
const slowDown = 4;
/** Longer tasks make a page feel stuck. */
const longTaskMs = 50;
const floor = 'the same list in plain DOM calls';

/** The timings of each visit. */
interface VisitTimings {
  ours: PageTimings[];
  floor: PageTimings[];
}

/** The time from the press, or from the start of a page that opens the panel, to the drawn list. */
export const firstList: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'list.db')}`;
  const project = await createBenchProject(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const host = await startHost(listPages(`http://127.0.0.1:${server.port}`, project));
  // A browser is many processes, which would wait for each other on one core.
  unpinLoad();
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  const pressed = await measureVisits(browser, host.origin, 'pressed');
  const atOnce = await measureVisits(browser, host.origin, 'at-once');
  await browser.close();
  pinLoad();
  await host.stop();
  await server.stop();
  return [
    { ...line('press → first list in view', pressed, 'seenMs'), target: { ratioAtMost: 1.5 } },
    line('press → all 20 releases', pressed, 'drawnMs'),
    longest('the longest task after the press', pressed),
    line('page that opens the panel → first list', atOnce, 'seenMs'),
  ];
};

async function measureVisits(
  browser: Browser,
  origin: string,
  when: string,
): Promise<VisitTimings> {
  const timings: VisitTimings = { ours: [], floor: [] };
  const visit = (side: keyof VisitTimings, folder: string) => async () => {
    const timing = await openPage(browser, `${origin}/${folder}/${when}`);
    timings[side].push(timing);
    return timing.seenMs;
  };
  await measureAlternately(visit('ours', 'widget'), visit('floor', 'plain'));
  // The first visit, which warmed both up, is left out.
  return { ours: timings.ours.slice(-rounds), floor: timings.floor.slice(-rounds) };
}

function line(name: string, timings: VisitTimings, until: 'seenMs' | 'drawnMs'): Line {
  return {
    name: `${name}, ${slowDown} × slower`,
    unit: 'ms',
    ours: timings.ours.map((timing) => timing[until]),
    floor: timings.floor.map((timing) => timing[until]),
    floorName: floor,
  };
}

/** Tasks shorter than a long task are not reported, and count as 0. */
function longest(name: string, { ours }: VisitTimings): Line {
  const tasks = ours.map(({ taskMs }) => Math.max(0, ...taskMs));
  return {
    name: `${name}, ${slowDown} × slower`,
    unit: 'ms',
    ours: tasks,
    floor: tasks.map(() => longTaskMs),
    floorName: 'the threshold of a long task',
    target: { oursAtMost: longTaskMs },
  };
}

async function openPage(browser: Browser, url: string): Promise<PageTimings> {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  const logMessage = page.waitForEvent('console', (message) => message.type() === 'log');
  await page.goto(url, { waitUntil: 'commit' });
  const timings = JSON.parse((await logMessage).text()) as PageTimings;
  await page.context().close();
  return timings;
}

import { describe, expect, test } from 'vitest';
import type { EnginePage, PageKey } from '../../support/engines/engine.ts';
import {
  article,
  type EngineFixture,
  engines,
  faces,
  focusOn,
  launcher,
  problemsIn,
  setUpEngine,
  storedAnswers,
  untilText,
  untilTrue,
} from './engine-fixture.ts';

/** Presses a key until the selector has the focus. */
async function pressUntil(page: EnginePage, key: PageKey, selector: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if (await page.evaluate(`Boolean(${focusOn(selector)})`)) return;
    await page.press(key);
  }
  throw new Error(`${key} does not lead to ${selector}.`);
}

async function openPanel(page: EnginePage): Promise<void> {
  await page.click(launcher);
  await untilText(page, article, 'It works.');
  await untilTrue(page, `find(${JSON.stringify(faces)})`);
}

const ratingsOf = async (fixture: EngineFixture) => {
  const answers = (await storedAnswers(fixture, fixture.releaseId)) as { rating: number }[];
  return answers.map(({ rating }) => rating).sort();
};

describe.each(Object.entries(engines))('in %s', (_name, startEngine) => {
  const fixture = setUpEngine(startEngine);

  test.each(['', "require-trusted-types-for 'script'; trusted-types tidings"])(
    'a host whose policy forbids everything else reports no violation (%s)',
    async (policy) => {
      const page = await fixture.visit({ policy });
      await openPanel(page);
      expect(await problemsIn(page)).toEqual([]);
      // The policy is in force.
      await page.evaluate(`document.head.append(Object.assign(document.createElement('style'), {
      textContent: 'p { color: red }' }))`);
      await expect.poll(() => problemsIn(page)).toHaveLength(1);
    },
  );

  test('a visitor opens, rates and closes by keyboard alone', async () => {
    const page = await fixture.visit();
    await untilText(page, '[part~=badge]', '1');
    const before = await ratingsOf(fixture);
    await pressUntil(page, 'Tab', launcher);
    await page.press('Enter');
    await untilText(page, article, 'It works.');
    await untilTrue(page, `find(${JSON.stringify(faces)})`);
    await pressUntil(page, 'Tab', faces);
    await page.press('ArrowRight');
    await expect.poll(() => ratingsOf(fixture)).toEqual([...before, 2].sort());
    await page.press('Escape');
    await untilTrue(page, focusOn(launcher));
  });

  test('a visitor reads in Arabic, from right to left', async () => {
    const page = await fixture.visit({ attributes: 'data-locale="ar"' });
    await openPanel(page);
    await untilText(page, 'h2', 'ما الجديد');
    await untilTrue(page, `getComputedStyle(find('h2')).direction === 'rtl'`);
    const closeIsLeft = `find('h2').getBoundingClientRect().x >
      find('[aria-label="إغلاق"]').getBoundingClientRect().x`;
    await untilTrue(page, closeIsLeft);
  });

  test('an answer that is given while the server is away is stored once it is back', async () => {
    const page = await fixture.visit();
    await openPanel(page);
    const before = await ratingsOf(fixture);
    await fixture.stopServer();
    await page.click('label:nth-of-type(5) input');
    await untilText(page, '[role=status].waiting', ' ');
    await fixture.startServer();
    await page.reload();
    await expect.poll(() => ratingsOf(fixture)).toEqual([...before, 5].sort());
  });
});

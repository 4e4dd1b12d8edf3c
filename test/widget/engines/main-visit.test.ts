import { describe, expect, test } from 'vitest';
import {
  article,
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

describe.each(Object.entries(engines))('in %s', (_name, startEngine) => {
  const fixture = setUpEngine(startEngine);

  test('a visitor sees the badge, reads, rates, comments, and learns of the next release', async () => {
    const page = await fixture.visit();
    await untilText(page, '[part~=badge]', '1');
    await page.click(launcher);
    await untilText(page, article, 'It works.');
    await untilTrue(page, focusOn('h2'));

    await untilTrue(page, `find(${JSON.stringify(faces)})`);
    await page.click(`label:nth-of-type(4) input`);
    await untilTrue(page, `find('textarea')`);
    await page.click('textarea');
    await page.type('Quays — أرصفة');
    await page.click('form .send');
    await untilTrue(page, `find('.said')`);
    await expect
      .poll(() => storedAnswers(fixture, fixture.releaseId))
      .toEqual([{ rating: 4, comment: 'Quays — أرصفة' }]);

    await fixture.publish('1.1');
    await untilText(page, article, '1.1');
    await page.press('Escape');
    await untilTrue(page, `!find('tidings-changelog:not([hidden])')`);
    await untilTrue(page, focusOn(launcher));
    expect(await problemsIn(page)).toEqual([]);
  });
});

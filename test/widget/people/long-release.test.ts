import { expect, test } from 'vitest';
import { hasFocus, openPanel, setUpWidget } from './widget-fixture.ts';

const paragraphs = Array.from({ length: 60 }, (_, n) => `Paragraph ${n}: berths and quays.`);
const notes = [{ kind: 'new', title: 'All of it', body: paragraphs.join('\n\n') }];
const stage = setUpWidget(({ publish }) => publish('2.0', { notes }));

test('a release that is many panels long is rated by Tab alone, without a look at its end', async () => {
  const page = await stage.visit();
  const panel = await openPanel(page);
  const release = panel.getByRole('article', { name: '2.0' });
  const copy = release.getByRole('button', { name: /copy/i });
  const faces = release.getByRole('radio');
  await copy.waitFor();
  expect(await faces.count()).toBe(0);
  for (let presses = 0; presses < 20 && !(await hasFocus(copy)); presses += 1) {
    await page.keyboard.press('Tab');
  }
  await expect.poll(() => faces.count()).toBe(5);
  await page.keyboard.press('Tab');
  expect(await hasFocus(faces.first())).toBe(true);
});

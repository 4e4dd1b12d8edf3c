import { expect, test } from 'vitest';
import { openPanel, setUpWidget } from './widget-fixture.ts';

const notes = [
  { kind: 'new', title: 'Crews', body: 'Berths, quays and [crews](https://a.example/).' },
];
const stage = setUpWidget(({ publish }) => publish('1.0', { notes }));

test('what is read stays as it is, and so what is selected in it, when a release comes', async () => {
  const page = await stage.visit();
  const panel = await openPanel(page);
  const read = await panel.locator('.text p').elementHandle();
  await stage.publish('1.1', { notes });
  await expect.poll(() => panel.getByRole('article').count()).toBe(2);
  expect(await read?.evaluate((paragraph) => paragraph.isConnected)).toBe(true);
  const texts = await panel.locator('.text').allTextContents();
  expect(texts).toEqual(Array(2).fill('Berths, quays and crews.'));
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Theme } from '../../contract/themes.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { createPublisher, type Publisher, readFeed } from './publisher.ts';

const colours = {
  accent: '#0f766e',
  accentText: '#ffffff',
  surface: '#ffffff',
  text: '#17211f',
  muted: '#5b6966',
  border: '#dbe3e1',
};
const largest: Theme = {
  ...colours,
  dark: colours,
  radius: 32,
  shadow: false,
  font: `${'Inter, '.repeat(27)}Arial`,
  fontSize: 20,
  spacing: 1.25,
  zIndex: 2_147_483_647,
  launcherSize: 80,
  corner: 'bottom-start',
};

onEachDatabase('the theme in a feed', ({ open }) => {
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createPublisher(api, { url: 'https://acme.example' });
  });
  afterEach(() => api.stop());

  const read = (ask: Record<string, unknown> = {}) => readFeed(api, acme.publicKey, ask);
  const badge = async () => {
    const reply = await api.post('/v1/feed', { project: acme.publicKey, want: 'badge' });
    const text = await reply.text();
    return { bytes: Buffer.byteLength(text), settings: JSON.parse(text).settings };
  };

  test('comes with panel and badge, and changes the tag', async () => {
    const before = await read();
    expect(before.settings).not.toHaveProperty('theme');
    const theme = { accent: '#0f766e', corner: 'top-start' } as const;
    await acme.change({ theme });
    for (const want of ['badge', 'panel']) {
      expect((await read({ want })).settings.theme).toEqual(theme);
    }
    expect((await read()).tag).not.toBe(before.tag);
  });

  test('is in the badge also when it is the largest, beside the longest plain name', async () => {
    const name = 'N'.repeat(100);
    await acme.change({ name, theme: largest });
    const { bytes, settings } = await badge();
    expect(bytes).toBeLessThanOrEqual(1024);
    expect(settings).toEqual({ name, url: null, theme: largest });
  });

  test('leaves the badge rather than make it too large', async () => {
    await acme.change({ name: '\u0001'.repeat(100), theme: largest });
    const { bytes, settings } = await badge();
    expect(bytes).toBeLessThanOrEqual(1024);
    expect(settings).not.toHaveProperty('theme');
    expect((await read()).settings.theme).toEqual(largest);
  });
});

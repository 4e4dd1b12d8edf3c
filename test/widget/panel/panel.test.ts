// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Panel } from '../../../widget/loader/opening.ts';
import { PopoverPanel } from '../../../widget/releases/panel.ts';
import '../../../widget/widget.ts';
import { type FakeShell, fakeShell, feedOf, release, survey } from './fake-shell.ts';

let fake: FakeShell;
let panel: Panel;

beforeEach(() => {
  fake = fakeShell();
  document.body.append(fake.shell.launcher);
  serve(release('2', { pinned: true, survey }), release('1'));
});

afterEach(() => {
  panel.destroy();
  document.body.replaceChildren();
});

function serve(...releases: ReturnType<typeof release>[]) {
  fake.respond = () => ({ status: 200, body: feedOf(releases) });
}

const changelog = () => fake.shell.launcher.shadowRoot?.querySelector('tidings-changelog');
const root = () => changelog()?.shadowRoot as ShadowRoot;
const text = () => root().textContent?.replace(/\s+/g, ' ') ?? '';
const titles = () => [...root().querySelectorAll('h3')].map((one) => one.textContent?.trim());
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** The inside of an element that is fetched when it is needed. */
function drawn(name: string): ShadowRoot {
  const inside = root().querySelector(name)?.shadowRoot;
  if (!inside?.firstElementChild) throw new Error(`${name} is not there yet`);
  return inside;
}

async function open(options: Parameters<Panel['open']>[0] = {}): Promise<void> {
  panel = new PopoverPanel(fake.shell);
  panel.open(options);
  await settled();
}

describe('the panel', () => {
  test('is closed, and has asked the server nothing, until it is opened', () => {
    panel = new PopoverPanel(fake.shell);
    expect(panel.isOpen).toBe(false);
    expect(fake.posted).toEqual([]);
  });

  test('shows the releases as they were sent, under the project’s name', async () => {
    await open();
    expect(titles()).toEqual(['Title of 2', 'Title of 1']);
    expect(text()).toContain('What’s new in Acme');
    expect(text()).toContain('November 1, 2026');
  });

  test('tells the page when it opens and closes, once each', async () => {
    await open();
    panel.open();
    panel.close();
    panel.close();
    expect(fake.emitted).toEqual([
      ['open', { release: undefined }],
      ['close', undefined],
    ]);
  });

  test('is a dialog with a name, and not a modal one', async () => {
    await open();
    const dialog = root().querySelector('[role=dialog]');
    expect(root().getElementById(dialog?.getAttribute('aria-labelledby') ?? '')).not.toBeNull();
    expect(dialog?.hasAttribute('aria-modal')).toBe(false);
  });

  test('marks what came since it was last open', async () => {
    fake.shell.visitor.seenAt = '2026-11-01T00:00:00.000Z';
    serve(
      release('2', { publishedAt: '2026-11-02T00:00:00.000Z' }),
      release('1', { publishedAt: '2026-10-02T00:00:00.000Z' }),
    );
    await open();
    const marked = [...root().querySelectorAll('article')].map((one) => one.querySelector('.dot'));
    expect(marked.map((dot) => dot !== null)).toEqual([true, false]);
  });

  test('shows a note’s cleaned HTML, and its kind as a word', async () => {
    await open();
    expect(root().querySelector('.text p')?.textContent).toBe('A note.');
    expect(root().querySelector('[data-kind]')?.textContent).toBe('New');
  });

  test('has a place for a rating only under a release that may be rated', async () => {
    await open();
    const feet = [...root().querySelectorAll('article')].map((one) => one.querySelector('footer'));
    expect(feet.map((foot) => foot !== null)).toEqual([true, false]);
  });

  test('keeps the article of a release that stays, when others come and go', async () => {
    await open();
    const [, before] = root().querySelectorAll('article');
    serve(release('3'), release('1'));
    panel.refresh();
    await settled();
    expect(titles()).toEqual(['Title of 3', 'Title of 1']);
    expect(root().querySelectorAll('article')[1]).toBe(before);
  });
});

describe('where there is nothing to show', () => {
  test('it says so', async () => {
    serve();
    await open();
    expect(text()).toContain('No releases yet');
  });

  test('because the server is away, it says so and tries again when asked', async () => {
    fake.respond = () => undefined;
    await open();
    expect(text()).toContain('Couldn’t load release notes');
    serve(release('1'));
    root().querySelector<HTMLElement>('.empty button')?.click();
    await settled();
    expect(titles()).toEqual(['Title of 1']);
  });

  test('but there was at the last visit, it shows that and says from when', async () => {
    const at = new Date(Date.now() - 7_200_000).toISOString();
    fake.stored.set('panel', { feed: feedOf([release('1')]), at, locale: 'en' });
    fake.respond = () => undefined;
    await open();
    expect(titles()).toEqual(['Title of 1']);
    expect(text()).toContain('Last updated 2 hours ago');
  });
});

describe('a link to a release', () => {
  test('marks the release, by its version', async () => {
    await open({ release: '1' });
    expect(root().querySelector('[data-wanted] h3')?.textContent).toBe('Title of 1');
  });

  test('that is not here is said to be gone', async () => {
    await open({ release: '0.9' });
    expect(text()).toContain('This release isn’t available.');
    expect(root().querySelector('[data-wanted]')).toBeNull();
  });
});

describe('the visitor’s switches', () => {
  async function toSwitches() {
    await open();
    root().querySelector<HTMLElement>('[aria-label=Settings]')?.click();
    return vi.waitFor(() => drawn('tidings-switches'));
  }

  test('hold at once, and a mute is told to the server', async () => {
    const switches = await toSwitches();
    const [mute, majors] = switches.querySelectorAll('input');
    mute?.click();
    majors?.click();
    expect(fake.shell.visitor.switches).toMatchObject({ muted: true, majorsOnly: true });
    expect(fake.recorded).toEqual([['muted', undefined]]);
    mute?.click();
    expect(fake.recorded.at(-1)).toEqual(['unmuted', undefined]);
  });

  test('change the language of the panel, and of its dates', async () => {
    const switches = await toSwitches();
    const select = switches.querySelector('select') as HTMLSelectElement;
    select.value = 'ar';
    select.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(root().querySelector('section')?.dir).toBe('rtl'));
    expect(fake.posted.at(-1)).toMatchObject({ locale: 'ar' });
  });
});

describe('looking for something', () => {
  test('leaves what was found, tells how much, and ends when it is closed', async () => {
    await open();
    const search = root().querySelector<HTMLElement>('[aria-label=Search]');
    search?.click();
    const finder = await vi.waitFor(() => drawn('tidings-finder'));
    const input = finder.querySelector('input') as HTMLInputElement;
    input.value = 'title of 1';
    input.dispatchEvent(new Event('input'));
    await settled();
    expect(titles()).toEqual(['Title of 1']);
    expect(text()).toContain('1 found');
    search?.click();
    await settled();
    expect(titles()).toEqual(['Title of 2', 'Title of 1']);
  });
});

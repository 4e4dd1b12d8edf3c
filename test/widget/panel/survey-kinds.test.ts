// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { surveyKinds } from '../../../contract/survey-kinds.ts';
import type { Survey } from '../../../contract/surveys.ts';
import type { Panel } from '../../../widget/loader/opening.ts';
import { PopoverPanel } from '../../../widget/releases/panel.ts';
import '../../../widget/widget.ts';
import { type FakeShell, fakeShell, feedOf, release, survey } from './fake-shell.ts';

let fake: FakeShell;
let panel: Panel;
const failed = vi.fn();

beforeEach(() => {
  fake = fakeShell();
  document.body.append(fake.shell.launcher);
  window.addEventListener('error', failed);
  process.on('unhandledRejection', failed);
});

afterEach(() => {
  panel.destroy();
  document.body.replaceChildren();
  window.removeEventListener('error', failed);
  process.off('unhandledRejection', failed);
});

/** Opens the panel over a release with this survey, and one that asks what every widget knows. */
async function open(strange: object): Promise<HTMLElement[]> {
  const releases = [release('2', { survey: strange as Survey }), release('1', { survey })];
  fake.respond = () => ({ status: 200, body: feedOf(releases) });
  panel = new PopoverPanel(fake.shell);
  panel.open();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const root = fake.shell.launcher.shadowRoot?.querySelector('tidings-changelog')?.shadowRoot;
  return [...(root?.querySelectorAll('article') ?? [])];
}

describe('a survey of a kind that the widget cannot draw', () => {
  const kinds = ['x', ...surveyKinds.filter((kind) => kind !== 'csat')];

  test.each(kinds)('leaves the release without a rating, and harms nothing: %s', async (kind) => {
    const articles = await open({ ...survey, kind, points: 5 });
    expect(articles.map((one) => one.querySelector('h3')?.textContent?.trim())).toEqual([
      'Title of 2',
      'Title of 1',
    ]);
    const feet = articles.map((one) => one.querySelector('footer')?.dataset.release);
    expect(feet).toEqual([undefined, 'id-1']);
    expect(failed).not.toHaveBeenCalled();
  });

  test('may have another shape altogether', async () => {
    const articles = await open({ id: 'x', version: 1, kind: 'x' });
    expect(articles.map((one) => one.querySelector('footer') !== null)).toEqual([false, true]);
    expect(failed).not.toHaveBeenCalled();
  });
});

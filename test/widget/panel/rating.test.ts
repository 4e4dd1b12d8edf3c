// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { define } from '../../../widget/elements/define.ts';
import { englishMessages } from '../../../widget/locales/messages.ts';
import { TidingsRating } from '../../../widget/surveys/rating.ts';
import type { Rateable, RatingController } from '../../../widget/surveys/rating-controller.ts';
import type { AnswerDraft } from '../../../widget/surveys/reasons.ts';
import { release, survey } from './fake-shell.ts';

import '../../../widget/surveys/follow-up-form.ts';

define('tidings-rating', TidingsRating);

const about = { ...release('1'), survey } as Rateable;
let kept: AnswerDraft | undefined;
let given: AnswerDraft[];
let delivery: 'sent' | 'waiting' | 'refused';
let said: ReturnType<RatingController['savedAnswer']>;

const controller: RatingController = {
  preload: () => {},
  savedAnswer: () => said,
  loadDraft: () => kept,
  saveDraft: (_release, draft) => {
    kept = draft;
  },
  submit: async (_release, draft) => {
    given.push(draft);
    return delivery;
  },
};

beforeEach(() => {
  kept = said = undefined;
  given = [];
  delivery = 'sent';
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

async function draw(wording: Partial<TidingsRating> = {}): Promise<TidingsRating> {
  const rating = document.createElement('tidings-rating') as TidingsRating;
  Object.assign(rating, { controller, messages: englishMessages, release: about, ...wording });
  document.body.append(rating);
  await settle(rating);
  return rating;
}

async function settle(rating: TidingsRating): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  await rating.updateComplete;
}

const radios = (rating: TidingsRating) => [...rating.renderRoot.querySelectorAll('input')];
const text = (rating: TidingsRating) => rating.renderRoot.textContent?.replace(/\s+/g, ' ').trim();
const status = (rating: TidingsRating) =>
  rating.renderRoot.querySelector('[role=status]')?.textContent;
const details = (rating: TidingsRating) =>
  rating.renderRoot.querySelector('tidings-details') as
    | (HTMLElement & { draft: AnswerDraft })
    | null;

async function tap(rating: TidingsRating, points: number): Promise<void> {
  const radio = radios(rating)[points - 1];
  radio?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  radio?.click();
  await settle(rating);
}

async function write(rating: TidingsRating, draft: Partial<AnswerDraft>): Promise<void> {
  const detail = { ...details(rating)?.draft, ...draft };
  details(rating)?.dispatchEvent(new CustomEvent('draft', { detail }));
  await settle(rating);
}

async function send(rating: TidingsRating): Promise<void> {
  details(rating)?.dispatchEvent(new Event('send'));
  await settle(rating);
}

describe('a rating', () => {
  test('offers five faces, each with its word', async () => {
    const rating = await draw();
    const labels = [...rating.renderRoot.querySelectorAll('label')];
    expect(labels.map((label) => label.textContent?.trim())).toEqual([
      'Very bad',
      'Bad',
      'Okay',
      'Good',
      'Very good',
    ]);
    expect(details(rating)).toBeNull();
  });

  test('is an answer with one tap, and thanks for it', async () => {
    const rating = await draw();
    await tap(rating, 4);
    expect(given).toEqual([{ rating: 4, answers: {}, comment: '' }]);
    expect(status(rating)).toBe('Thank you');
    expect(details(rating)).not.toBeNull();
  });

  test('by arrow keys counts where they rest, not what they pass', async () => {
    vi.useFakeTimers();
    const rating = await draw();
    for (const radio of radios(rating).slice(0, 3)) {
      radio.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      radio.click();
    }
    expect(given).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(given.map((draft) => draft.rating)).toEqual([3]);
  });

  test('by arrow keys is not lost when it goes before it rested', async () => {
    const rating = await draw();
    rating.renderRoot
      .querySelector('fieldset')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
    radios(rating)[1]?.click();
    rating.remove();
    expect(given.map((draft) => draft.rating)).toEqual([2]);
  });

  test('takes reasons and a comment, and then says in one line what was said', async () => {
    const rating = await draw();
    await tap(rating, 5);
    await write(rating, { answers: { reasons: ['easier'] }, comment: 'Yes' });
    await send(rating);
    expect(given.at(-1)).toEqual({ rating: 5, answers: { reasons: ['easier'] }, comment: 'Yes' });
    expect(text(rating)).toContain('Your rating: Very good');
    expect(details(rating)).toBeNull();
    expect(kept).toBeUndefined();
  });

  test('that waits for the network says so', async () => {
    delivery = 'waiting';
    const rating = await draw();
    await tap(rating, 1);
    expect(status(rating)).toBe(englishMessages.waiting);
  });

  test('that was refused says so, and keeps what was written', async () => {
    const rating = await draw();
    await tap(rating, 2);
    delivery = 'refused';
    await write(rating, { comment: 'Long thought' });
    await send(rating);
    expect(status(rating)).toBe(englishMessages.refused);
    expect(details(rating)?.draft.comment).toBe('Long thought');
    expect(kept?.comment).toBe('Long thought');
  });
});

describe('what is being written', () => {
  test('is kept on each key, and stands there again at the next visit', async () => {
    const first = await draw();
    await tap(first, 3);
    await write(first, { comment: 'Half a sen' });
    first.remove();
    const second = await draw();
    expect(details(second)?.draft).toMatchObject({ rating: 3, comment: 'Half a sen' });
  });

  test('outlives a feed that comes meanwhile', async () => {
    const rating = await draw();
    await tap(rating, 3);
    await write(rating, { comment: 'Half a sen' });
    rating.release = { ...about };
    await settle(rating);
    expect(details(rating)?.draft.comment).toBe('Half a sen');
  });

  test('is kept though an answer was sent meanwhile that it is not in', async () => {
    const rating = await draw();
    let arrive = (_delivery: 'sent') => {};
    const slow = new Promise<'sent'>((resolve) => {
      arrive = resolve;
    });
    rating.controller = { ...controller, submit: () => slow };
    await tap(rating, 3);
    await write(rating, { comment: 'More' });
    arrive('sent');
    await settle(rating);
    expect(kept?.comment).toBe('More');
  });
});

describe('what was said before', () => {
  beforeEach(() => {
    said = { id: 'a', revision: 2, state: 'complete', rating: 2, answers: {}, comment: 'Hm' };
  });

  test('is told in one line, and may be changed', async () => {
    const rating = await draw();
    expect(text(rating)).toContain('Your rating: Bad');
    rating.renderRoot.querySelector('button')?.click();
    await settle(rating);
    expect(radios(rating).map(({ checked }) => checked)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(details(rating)?.draft.comment).toBe('Hm');
  });

  test('follows what was said on another device', async () => {
    const rating = await draw();
    said = { ...(said as NonNullable<typeof said>), revision: 3, rating: 5 };
    rating.release = { ...about };
    await settle(rating);
    expect(text(rating)).toContain('Your rating: Very good');
  });
});

describe('a visitor who wishes not to be asked', () => {
  test('is shown a small button, which opens the faces', async () => {
    const rating = await draw({ quiet: true });
    expect(radios(rating)).toEqual([]);
    const button = rating.renderRoot.querySelector('button');
    expect(button?.textContent).toBe('Rate this release');
    button?.click();
    await settle(rating);
    expect(radios(rating)).toHaveLength(5);
  });
});

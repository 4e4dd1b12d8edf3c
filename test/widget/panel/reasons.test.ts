// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { limits } from '../../../contract/vocabulary.ts';
import { contentOf, draftOf, newest } from '../../../widget/surveys/draft.ts';
import { commentMaxChars } from '../../../widget/surveys/follow-up-form.ts';
import { choicesFor, toggleChoice } from '../../../widget/surveys/reasons.ts';
import { survey } from './fake-shell.ts';

const mine = (revision: number, rating = 4) => ({
  id: 'answer',
  revision,
  state: 'complete' as const,
  rating,
  answers: { reasons: ['easier'] },
  comment: 'Nice',
});
const empty = { rating: null, answers: {}, comment: '' };

describe('the reasons', () => {
  test.each([
    [5, ['easier', 'other']],
    [2, ['broken', 'other']],
  ])('beside a rating of %i are %j', (rating, ids) => {
    const [question] = choicesFor(survey, rating);
    expect(question?.choices.map(({ id }) => id)).toEqual(ids);
  });

  test('are chosen, and taken back', () => {
    const chosen = toggleChoice(toggleChoice(empty, 'reasons', 'easier'), 'reasons', 'other');
    expect(chosen.answers).toEqual({ reasons: ['easier', 'other'] });
    expect(toggleChoice(chosen, 'reasons', 'easier').answers).toEqual({ reasons: ['other'] });
  });
});

describe('what is handed in', () => {
  test('is a rating alone after one tap', () => {
    expect(contentOf({ ...empty, rating: 4 }, survey)).toEqual({
      state: 'complete',
      rating: 4,
      answers: {},
      comment: null,
    });
  });

  test('leaves out reasons that do not suit the rating any more', () => {
    const draft = { rating: 2, answers: { reasons: ['easier', 'other'] }, comment: '  Hm \n' };
    expect(contentOf(draft, survey)).toMatchObject({
      answers: { reasons: ['other'] },
      comment: 'Hm',
    });
  });

  test('holds no more text than the server takes', () => {
    expect(commentMaxChars).toBe(limits.commentChars);
  });
});

describe('what was said before', () => {
  test('is in the form again', () => {
    expect(draftOf(mine(1))).toEqual({
      rating: 4,
      answers: { reasons: ['easier'] },
      comment: 'Nice',
    });
    expect(draftOf(undefined)).toEqual(empty);
  });

  test('is the newer of what the server and the device know', () => {
    expect(newest(mine(1), mine(2, 5))?.rating).toBe(5);
    expect(newest(mine(3), mine(2, 5))?.rating).toBe(4);
    expect(newest(undefined, mine(1))?.rating).toBe(4);
    expect(newest(mine(1), undefined)?.rating).toBe(4);
  });
});

import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Release } from '../../../contract/releases.ts';
import type { Score } from '../../../contract/scores.ts';
import type { Role } from '../../../contract/vocabulary.ts';
import { hasFocus } from '../../widget/people/widget-fixture.ts';
import { fillInSignIn, headingOf, owner, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { type AnswerSender, createAnswerSender } from './visitor-answers.ts';

const hostile = `<img src=x onerror="document.title='owned'">\${1}{{2}}`;
const stage = setUpDashboard();
const ids: Record<'liked' | 'early' | 'few' | 'none' | 'strange', string> = {} as never;
let crowd: AnswerSender;

beforeAll(async () => {
  ids.liked = await stage.publish('9.1.0', { title: 'Boats with sails', major: true });
  for (const name of ['early', 'few', 'none'] as const) ids[name] = await stage.publish(name);
  ids.strange = await stage.publish(`9.9 ${hostile}`, { title: hostile });
  crowd = await createAnswerSender(stage);
  await crowd.answerMany(ids.liked, 40, (n) => ({
    rating: n < 28 ? 5 : 2,
    answers: { reasons: n < 28 ? ['faster', 'other'] : ['slower'] },
    comment: n % 8 === 0 ? `Comment ${n}` : null,
    surface: n % 4 === 0 ? 'prompt' : 'panel',
    version: '9.1.0',
    locale: 'de-AT',
  }));
  await crowd.answerMany(ids.early, 12, () => ({ rating: 4 }));
  await crowd.answerMany(ids.few, 4, () => ({ rating: 5 }));
  const strange = { rating: 3, comment: hostile, locale: 'en', version: hostile };
  await crowd.answer(ids.strange, strange);
});

const open = async (id: string, query = ''): Promise<Page> => {
  const page = await stage.visit(`/admin/tidings/releases/${id}${query}`);
  await page.getByRole('heading', { level: 2, name: 'Satisfaction' }).waitFor();
  return page;
};
const card = (page: Page, heading: string) =>
  page.locator('section', { has: page.getByRole('heading', { level: 2, name: heading }) });
/** As it is seen; what stands in shadow roots below it is not in it. */
const textOf = async (part: Locator) => (await part.allInnerTexts()).join('\n');
const scoreOf = (id: string) => stage.call<Score>('GET', `/releases/${id}/score`);
/** The definitions that are open. They are slotted, so that the note itself has no text. */
const definitionOn = (page: Page) =>
  page
    .getByRole('note')
    .evaluateAll((notes) => notes.map((one) => (one.getRootNode() as ShadowRoot).host.textContent));
const inPercent = (share: number) => `${Math.round(share * 100)}`;

describe('the report of a release', () => {
  test('says of the score what the API says, with interval and n', async () => {
    const { headline } = await scoreOf(ids.liked);
    expect(headline).toMatchObject({ n: 40, satisfied: 28, display: 'normal' });
    const text = await textOf(card(await open(ids.liked), 'Satisfaction'));
    const { low = 0, high = 0 } = headline.interval ?? {};
    expect(text).toContain(`${inPercent(headline.value ?? 0)}%`);
    expect(text).toContain(`${inPercent(low)}–${inPercent(high)}% 95% confidence`);
    expect(text).toContain('28 of 40 answers are 4 or 5.');
    expect(text).not.toContain('early');
  });

  test.each([
    ['early', ['100%', 'early', '12 of 12 answers']],
    ['few', ['4 of 5 answers needed']],
    ['none', ['0 of 5 answers needed']],
  ] as const)('holds back where few have answered: %s', async (name, words) => {
    const text = await textOf(card(await open(ids[name]), 'Satisfaction'));
    for (const word of words) expect(text).toContain(word);
    if (name !== 'early') expect(text).not.toMatch(/\d%\s*satisfied/);
  });

  test('shows reach, ratings, surfaces, reasons and days, each with its figures', async () => {
    const page = await open(ids.liked);
    const row = (heading: string, name: string | RegExp) =>
      card(page, heading).getByRole('row', { name });
    expect(await textOf(row('Reach', /^Answered/))).toMatch(/40\s+100%/);
    expect(await textOf(row('Ratings', /5 Very good/))).toMatch(/28\s+70%/);
    expect(await textOf(row('Ratings', /1 Very bad/))).toMatch(/0\s+0%/);
    expect(await textOf(card(page, 'By surface'))).toMatch(/In the panel.*When asked/s);
    expect(await textOf(row('Reasons', /^Faster/))).toMatch(/28\s+70%/);
    expect(await textOf(row('Reasons', /^Slower/))).toMatch(/12\s+30%/);
    await card(page, 'Reasons').getByText('Show by rating as a table').click();
    const byRating = card(page, 'Reasons').getByRole('region').getByRole('row', { name: 'Slower' });
    expect(await byRating.getByRole('cell').allInnerTexts()).toEqual(['0', '12', '0', '0', '0']);
    await card(page, 'By day').getByText('Show as a table').click();
    const days = card(page, 'By day').getByRole('region').getByRole('row');
    expect(await days.nth(1).getByRole('cell').allInnerTexts()).toEqual(['40', '40']);
    expect(await card(page, 'By day').getByRole('img').getAttribute('aria-label')).toMatch(
      /^Visitors who first saw/,
    );
  });

  test('defines each figure one click away', async () => {
    const page = await open(ids.liked);
    const { definition } = await scoreOf(ids.liked);
    const buttons = page.getByRole('button', { name: /^What does .* mean\?$/ });
    expect(await buttons.count()).toBe(7);
    expect(await definitionOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'What does “Satisfaction” mean?' }).click();
    await expect.poll(() => definitionOn(page)).toEqual([definition]);
    await page.keyboard.press('Escape');
    await expect.poll(() => definitionOn(page)).toEqual([]);
  });

  test('filters comments by an address that can be shared, and says who and where', async () => {
    const page = await open(ids.liked, '?rating=2');
    const comments = card(page, 'Comments').getByRole('listitem');
    await expect.poll(() => comments.count()).toBe(1);
    const text = await textOf(comments);
    expect(text).toMatch(
      /2\s+Bad.*Comment 32.*Slower.*Anonymous.*When asked.*Version 9\.1\.0.*de-AT/s,
    );
    await page.getByRole('link', { name: 'All ratings' }).click();
    await expect.poll(() => comments.count()).toBe(5);
    expect(page.url()).not.toContain('rating');
    await page.getByRole('link', { name: 'Only rated 3, Okay' }).click();
    await page.getByText('No comment beside this rating').waitFor();
  });

  test('of history shows whom it reached, and no score, since nobody was asked', async () => {
    const id = await stage.publish('imported');
    const releases = stage.database.writer.updateTable('release').where('id', '=', id);
    await releases.set({ imported: 1, survey_id: null }).execute();
    const page = await open(id);
    expect(await textOf(card(page, 'Satisfaction'))).toContain('asks nothing of its visitors');
    const headings = await page.locator('.grid').getByRole('heading', { level: 2 }).allInnerTexts();
    expect(await card(page, 'Comments').count()).toBe(0);
    expect(headings.map((one) => one.trim())).toEqual(['Satisfaction', 'Reach']);
  });

  test('shows as text what somebody wrote to break it', async () => {
    const page = await open(ids.strange);
    expect(await textOf(headingOf(page, `9.9 ${hostile}`))).toBe(`9.9 ${hostile}`);
    const words = card(page, 'Comments').getByText(hostile, { exact: true }).first();
    expect(await words.getAttribute('dir')).toBe('auto');
    expect(await page.locator('img').count()).toBe(0);
    expect(stage.pageLogOf(page).errors).toEqual([]);
    expect(await page.title()).toContain(hostile);
  });
});

describe('a thousand comments', () => {
  test('come page by page, each once', { timeout: 120_000 }, async () => {
    const id = await stage.publish('many');
    crowd = await createAnswerSender(stage);
    await crowd.answerMany(id, 1000, (n) => ({ rating: 1 + (n % 5), comment: `Said by ${n}.` }));
    const page = await open(id);
    const words = card(page, 'Comments').locator('.comment-text');
    await expect.poll(() => words.count()).toBe(20);
    const more = page.getByRole('button', { name: 'Load more' });
    for (let shown = 20; shown < 1000; shown += 20) {
      await more.click();
      await expect.poll(() => words.count()).toBe(shown + 20);
    }
    expect(await more.count()).toBe(0);
    expect(new Set(await words.allInnerTexts()).size).toBe(1000);
  });
});

describe('what changes while somebody reads', () => {
  /** The page's own timers are moved on; the server's time is the real one. */
  const renew = (page: Page) => page.clock.runFor(16_000);

  test('new comments wait above the list, and figures change in their place', async () => {
    const id = await stage.publish('live');
    crowd = await createAnswerSender(stage);
    await crowd.answerMany(id, 5, (n) => ({ rating: 5, comment: `Early ${n}` }));
    const page = await stage.visit('/admin/tidings/releases');
    await page.clock.install();
    await page.goto(`${stage.server.url}/admin/tidings/releases/${id}`);
    const comments = card(page, 'Comments');
    await comments.getByText('Early 0').waitFor();
    const place = () =>
      comments.getByText('Early 0').evaluate((one) => one.getBoundingClientRect().top);
    await crowd.answerMany(id, 2, (n) => ({ rating: 1, comment: `Late ${n}` }));
    await renew(page);
    const button = page.getByRole('button', { name: 'Show 2 new comments' });
    await button.waitFor();
    await card(page, 'Satisfaction').getByText('5 of 7 answers are 4 or 5.').waitFor();
    expect(await comments.getByText(/^Late/).count()).toBe(0);
    const before = await place();
    await renew(page);
    expect(await place()).toBe(before);
    await button.click();
    await comments.getByText('Late 1').waitFor();
    expect(await button.count()).toBe(0);
  });

  test('an edited comment says so', async () => {
    const id = await stage.publish('edited');
    crowd = await createAnswerSender(stage);
    const visitor = crypto.randomUUID();
    await crowd.answer(id, { visitor, rating: 2, comment: 'Bad.' });
    await crowd.answer(id, { visitor, rating: 5, comment: 'Good after all.' });
    const page = await open(id);
    const text = await textOf(card(page, 'Comments').getByRole('listitem'));
    expect(text).toMatch(/5\s+Very good.*edited.*Good after all\./s);
    expect(text).not.toContain('Bad.');
  });

  test('a comment that follows its rating is not an edited one', async () => {
    const id = await stage.publish('in-one-go');
    crowd = await createAnswerSender(stage);
    const visitor = crypto.randomUUID();
    await crowd.answer(id, { visitor, rating: 4 });
    await crowd.answer(id, { visitor, rating: 4, comment: 'Quick.' });
    const page = await open(id);
    const text = await textOf(card(page, 'Comments').getByRole('listitem'));
    expect(text).toMatch(/4\s+Good.*Quick\./s);
    expect(text).not.toContain('edited');
  });
});

describe('by keyboard alone', () => {
  test('somebody opens a definition and a table, filters, and rolls the release back', async () => {
    const id = await stage.publish('to-go');
    const page = await open(id);
    const press = async (role: 'button' | 'link', name: string | RegExp) => {
      const goal = page.getByRole(role, { name }).first();
      for (let presses = 0; presses < 60 && !(await hasFocus(goal)); presses += 1) {
        await page.keyboard.press('Tab');
      }
      expect(await hasFocus(goal)).toBe(true);
      await page.keyboard.press('Enter');
    };
    await press('button', 'What does “Reach” mean?');
    await expect.poll(async () => (await definitionOn(page)).join()).toMatch(/^Distinct visitors/);
    await page.keyboard.press('Escape');
    await press('link', 'Only rated 4, Good');
    await expect.poll(() => page.url()).toContain('rating=4');
    await press('button', 'Roll back…');
    await page.keyboard.type('The sails are torn.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Rolled back because' }).waitFor();
    await page.getByText('The sails are torn.').waitFor();
    await page.getByText(/^Rolled back just now by Ann Harper$/).waitFor();
    expect(await page.getByRole('button', { name: 'Roll back…' }).count()).toBe(0);
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });
});

describe('what is offered', () => {
  let visits = 0;

  /** Comes in by an invitation, and signs in. */
  async function visitAs(role: Role, path: string): Promise<Page> {
    visits += 1;
    const page = await stage.visit(`/admin/sign-in?next=${path}`, { as: 'guest' });
    const { link } = await stage.call<{ link: string }>('POST', '/invitations', { role });
    const person = { name: role, email: `${role}-${visits}@example.com`, password: owner.password };
    const reply = await fetch(`${stage.server.url}/api/invitation-acceptances`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: stage.server.url },
      body: JSON.stringify({ token: link.split('#enter=')[1], ...person }),
    });
    expect(reply.status).toBe(200);
    await fillInSignIn(page, person);
    await headingOf(page, /./).waitFor();
    return page;
  }

  test.each([
    ['viewer', []],
    ['editor', ['Roll back…']],
    ['publisher', ['Edit', 'Roll back…']],
  ] as const)('a %s gets no more than the role allows: %j', async (role, deeds) => {
    const page = await visitAs(role, `/admin/tidings/releases/${ids.early}`);
    await card(page, 'Satisfaction').waitFor();
    const offered = await page.locator('.actions').locator('a, button').allInnerTexts();
    const words = offered.map((one) => one.trim());
    expect(words.filter((one) => ['Edit', 'Roll back…'].includes(one))).toEqual(deeds);
    expect(await page.getByRole('link', { name: 'History' }).count()).toBe(1);
  });

  test('a viewer reads the notes of any release as visitors do, of a draft first', async () => {
    const notes = [{ kind: 'new', title: 'Oars', body: 'They are **long**.' }];
    const { id } = await stage.call<Release>('POST', '/releases', { version: '0.1', notes });
    const page = await visitAs('viewer', `/admin/tidings/releases/${id}`);
    const words = page.locator('release-words');
    await words.getByRole('heading', { name: 'What it says' }).waitFor();
    await words.getByRole('heading', { name: 'Oars' }).waitFor();
    await words.locator('tidings-changelog strong', { hasText: 'long' }).waitFor();
    const below = page.getByRole('heading', { name: 'No one has seen it yet' });
    const topOf = async (one: Locator) => (await one.boundingBox())?.y ?? 0;
    expect(await topOf(words)).toBeLessThan(await topOf(below));
    await page.goto(`${stage.server.url}/admin/tidings/releases/${ids.early}`);
    await words.locator('strong', { hasText: 'works' }).waitFor();
    await card(page, 'Satisfaction').waitFor();
    expect(await topOf(words)).toBeGreaterThan(await topOf(card(page, 'Satisfaction')));
  });
});

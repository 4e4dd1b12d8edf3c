import type { HeldGroup } from '../../../contract/held-groups.ts';
import type { DashboardFixture } from '../pages/dashboard-fixture.ts';
import { createAnswerSender } from '../report/visitor-answers.ts';

/** Lets the server believe which address an answer came from. */
export const behindProxy = { TRUSTED_PROXIES: '127.0.0.1' };

/** A visitor's comment that runs from right to left. */
export const arabicComment = 'التحديث بطيء جدا ولا يعمل على هاتفي.';

/** Many new visitors of one public network rate a release 1 or 2; the first ten comment. */
export async function flood(
  fixture: DashboardFixture,
  release: string,
  count: number,
): Promise<void> {
  const crowd = await createAnswerSender(fixture, '203.0.113.9');
  await crowd.answerMany(release, count, (n) => ({
    rating: n % 10 === 0 ? 2 : 1,
    comment:
      n >= 10 ? null : n === 0 ? arabicComment : `Fake comment ${n}. ${'Too slow. '.repeat(n)}`,
  }));
}

/** The project's groups as the API lists them. */
export async function listGroups({ call }: DashboardFixture): Promise<HeldGroup[]> {
  return (await call<{ data: HeldGroup[] }>('GET', '/held-groups')).data;
}

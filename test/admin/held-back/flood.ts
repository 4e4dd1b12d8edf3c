import type { HeldGroup } from '../../../contract/held-groups.ts';
import type { AdminStage } from '../pages/stage.ts';
import { meetCrowd } from '../report/answering.ts';

/** Lets the server believe which address an answer came from. */
export const behindProxy = { TRUSTED_PROXIES: '127.0.0.1' };

/** A visitor's comment that runs from right to left. */
export const arabic = 'التحديث بطيء جدا ولا يعمل على هاتفي.';

/** Many new visitors of one public network rate a release 1 or 2; the first ten comment. */
export async function flood(stage: AdminStage, release: string, count: number): Promise<void> {
  const crowd = await meetCrowd(stage, '203.0.113.9');
  await crowd.answerMany(release, count, (n) => ({
    rating: n % 10 === 0 ? 2 : 1,
    comment: n >= 10 ? null : n === 0 ? arabic : `Fake comment ${n}. ${'Too slow. '.repeat(n)}`,
  }));
}

/** The project's groups as the API lists them. */
export async function listGroups({ call }: AdminStage): Promise<HeldGroup[]> {
  return (await call<{ data: HeldGroup[] }>('GET', '/held-groups')).data;
}

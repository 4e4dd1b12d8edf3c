import type { Db } from '../db/database.ts';

/**
 * The owner of a job, and the time until which the job is reserved for the owner. Instants are
 * ISO-8601.
 */
export interface JobClaim {
  name: string;
  owner: string;
  now: string;
  until: string;
}

/** Whether a job exists and is not done yet. */
export async function isJobOpen(db: Db, name: string): Promise<boolean> {
  const open = db.selectFrom('job').select('name').where('name', '=', name);
  return (await open.where('done_at', 'is', null).executeTakeFirst()) !== undefined;
}

/**
 * Claims an open job, or extends the owner's claim. No one else can claim the job until the
 * transaction ends. Returns false if the job is done or another owner's claim has not expired.
 */
export async function claimJob(trx: Db, { name, owner, now, until }: JobClaim): Promise<boolean> {
  const row = await trx
    .updateTable('job')
    .set({ claimed_by: owner, claimed_until: until })
    .where('name', '=', name)
    .where('done_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('claimed_until', 'is', null),
        eb('claimed_until', '<=', now),
        eb('claimed_by', '=', owner),
      ]),
    )
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends this owner's claim, if there is one, so that any node can claim the job again. */
export async function releaseJob(db: Db, name: string, owner: string): Promise<void> {
  await db
    .updateTable('job')
    .set({ claimed_by: null, claimed_until: null })
    .where('name', '=', name)
    .where('claimed_by', '=', owner)
    .execute();
}

/** Marks a job as done. */
export async function finishJob(trx: Db, name: string, doneAt: string): Promise<void> {
  await trx
    .updateTable('job')
    .set({ claimed_by: null, claimed_until: null, done_at: doneAt })
    .where('name', '=', name)
    .execute();
}

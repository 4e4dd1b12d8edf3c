import type { Withdrawal } from '../../../contract/withdrawals.ts';
import { callApi, type List, toApiError } from '../../client.ts';
import { type ConfirmOptions, confirm } from '../../elements/dialog.ts';
import { toast } from '../../elements/toast.ts';
import { askToWithdraw } from './withdrawal-form.ts';

/** A change after which someone may no longer create keys and invitations. */
export interface RightChange {
  path: string;
  method: 'PATCH' | 'DELETE';
  body?: unknown;
  ifMatch: string;
  /** The question before the change. */
  question: ConfirmOptions;
  /** True to ask only if something would be withdrawn. */
  confirmOnlyIfWithdrawn?: boolean;
  projectId: string;
  mayTakeOver: boolean;
}

/** The outcome of such a change. */
export type RightChangeOutcome = 'cancelled' | 'refused' | 'done' | 'done-with-losses';

/**
 * Makes a change that may withdraw keys and invitations, after a dialog that lists them and lets
 * the person keep keys. An error is shown as a toast.
 */
export async function endRight(change: RightChange): Promise<RightChangeOutcome> {
  try {
    const withdrawals = await readWithdrawals(change);
    const takeOver = await confirmChange(change, withdrawals);
    if (!takeOver) return 'cancelled';
    const query = takeOver.length > 0 ? `?takeOver=${takeOver.join(',')}` : '';
    await callApi(change.path + query, toRequestOptions(change));
    return withdrawals.length > 0 ? 'done-with-losses' : 'done';
  } catch (error) {
    toast(toApiError(error).message);
    return 'refused';
  }
}

async function readWithdrawals(change: RightChange): Promise<Withdrawal[]> {
  const { value } = await callApi<List<Withdrawal>>(
    `${change.path}?dryRun=1`,
    toRequestOptions(change),
  );
  return value.data;
}

/** Returns the ids of the keys to take over; undefined if the person cancelled. */
async function confirmChange(
  { question, confirmOnlyIfWithdrawn, projectId, mayTakeOver }: RightChange,
  withdrawals: Withdrawal[],
): Promise<string[] | undefined> {
  if (withdrawals.length > 0) {
    return askToWithdraw({ ...question, withdrawals, projectId, mayTakeOver });
  }
  return confirmOnlyIfWithdrawn || (await confirm(question)) ? [] : undefined;
}

function toRequestOptions({ method, body, ifMatch }: RightChange) {
  return { method, ifMatch, ...(body !== undefined && { body }) };
}

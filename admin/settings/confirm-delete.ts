import { callApi, toApiError } from '../client.ts';
import { type ConfirmOptions, confirm } from '../elements/dialog.ts';
import { toast } from '../elements/toast.ts';

/**
 * Deletes a resource that never changes, after a question, and shows `done` or the error in a
 * toast. Returns whether the deletion was attempted: then the list may have changed.
 */
export async function confirmDelete(
  path: string,
  question: Omit<ConfirmOptions, 'danger'>,
  done: string,
): Promise<boolean> {
  if (!(await confirm({ ...question, danger: true }))) return false;
  try {
    await callApi(path, { method: 'DELETE', ifMatch: '"1"' });
    toast(done);
  } catch (error) {
    toast(toApiError(error).message);
  }
  return true;
}

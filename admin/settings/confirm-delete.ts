import { callApi, toApiError } from '../client.ts';
import { type ConfirmOptions, confirm } from '../elements/dialog.ts';
import { toast } from '../elements/toast.ts';

/**
 * Deletes what is at a path and never changes, after a question, and tells that it is `done` or why
 * not. Gives whether it was tried: then the list is another one.
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

import { confirm } from '../../elements/dialog.ts';
import type { ReleaseSaver } from './release-saver.ts';

/**
 * Minds the words while somebody comes and goes: they are saved when the page is hidden and when the
 * line is back, and the browser asks before a page with unsaved ones is closed. Gives what ends it.
 */
export function watchLeaving(saverNow: () => ReleaseSaver | undefined): () => void {
  const watching = new AbortController();
  const { signal } = watching;
  const saveSoon = (...kinds: string[]) => {
    const saver = saverNow();
    if (saver?.isAutomatic && saver.isDirty && kinds.includes(saver.state.kind)) void saver.save();
  };
  const onHidden = () => document.hidden && saveSoon('unsaved', 'failed');
  document.addEventListener('visibilitychange', onHidden, { signal });
  addEventListener('online', () => saveSoon('failed'), { signal });
  const onUnload = (event: BeforeUnloadEvent) => {
    if (saverNow()?.isDirty) event.preventDefault();
  };
  addEventListener('beforeunload', onUnload, { signal });
  return () => {
    watching.abort();
    saveSoon('unsaved', 'failed');
  };
}

/** Saves what can be saved before somebody goes elsewhere, and asks about what cannot. */
export async function mayLeave(saver: ReleaseSaver | undefined): Promise<boolean> {
  if (!saver?.isDirty || (saver.isAutomatic && (await saver.saveAll()))) return true;
  const kept = 'This device keeps it, and offers it when you come back.';
  return confirm({
    heading: 'Leave without saving?',
    text: `What you have changed is not saved. ${saver.isKept ? kept : 'It would be lost.'}`,
    action: 'Leave',
    danger: !saver.isKept,
  });
}

import { confirm } from '../../elements/dialog.ts';
import type { ReleaseSaver } from './release-saver.ts';

/**
 * Saves unsaved changes when the page is hidden or comes back online, stores them on the device when it
 * is hidden or left, and warns before unload. Returns a function that stops it.
 */
export function watchLeaving(getSaver: () => ReleaseSaver | undefined): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  const saveSoon = (...kinds: string[]) => {
    const saver = getSaver();
    if (saver?.isAutomatic && saver.isDirty && kinds.includes(saver.state.kind)) void saver.save();
  };
  const onHidden = () => {
    if (!document.hidden) return;
    // A hidden page may be closed without any further event.
    getSaver()?.storeNow();
    saveSoon('unsaved', 'failed');
  };
  document.addEventListener('visibilitychange', onHidden, { signal });
  addEventListener('pagehide', () => getSaver()?.storeNow(), { signal });
  addEventListener('online', () => saveSoon('failed'), { signal });
  const onUnload = (event: BeforeUnloadEvent) => {
    if (getSaver()?.isDirty) event.preventDefault();
  };
  addEventListener('beforeunload', onUnload, { signal });
  return () => {
    listeners.abort();
    saveSoon('unsaved', 'failed');
  };
}

/** Saves changes before the page is left, and asks if that fails. Returns whether to leave. */
export async function confirmLeave(saver: ReleaseSaver | undefined): Promise<boolean> {
  if (!saver?.isDirty || (saver.isAutomatic && (await saver.saveAll()))) return true;
  saver.storeNow();
  const storedText = 'This device keeps a copy and offers it when you come back.';
  return confirm({
    heading: 'Leave without saving?',
    text: `Your changes are not saved. ${saver.isStored ? storedText : 'They will be lost.'}`,
    action: 'Leave',
    danger: !saver.isStored,
  });
}

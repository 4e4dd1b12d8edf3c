import { emit, refresh } from './badge.ts';
import { post } from './client.ts';
import { device, keyOf } from './device.ts';
import { button, launcher } from './launcher.ts';
import { stopped } from './lifecycle.ts';
import { tag } from './tag.ts';
import { identity } from './visitor.ts';
import { warnOnce } from './warning.ts';

/** The panel, as its module returns it. */
export interface Panel {
  readonly isOpen: boolean;
  /** `release`: the id or version of a release to show. On closing, focus returns to `opener`. */
  open(options?: { release?: string | undefined; opener?: HTMLElement | undefined }): void;
  close(): void;
  /** Reads the shown releases again: the project or the visitor has changed. */
  refresh(): void;
  destroy(): void;
}

let panel: Panel | undefined;
let loading: Promise<Panel | undefined> | undefined;

/** What the loader passes to a module; `complete-shell.ts` turns it into a shell. */
export type Core = ReturnType<typeof core>;

/**
 * The build replaces each name by its position in this list (decision 0004), and browsers cache
 * loaders and modules of different versions: add names at the end, and never move or remove one.
 */
const core = () => ({
  tag,
  identity,
  device,
  keyOf,
  post,
  launcher,
  button,
  refresh,
  emit,
  stopped,
});

/** Starts a module, which stops when the loader stops. Returns undefined if it cannot be loaded. */
async function startModule(name: string): Promise<Panel | undefined> {
  try {
    const { mount } = await import(/* @vite-ignore */ `${tag.server}/v1/${name}.js`);
    if (!stopped.aborted) return mount(core());
  } catch (error) {
    warnOnce(error);
  }
}

/** Fetches the panel before it is needed. After a failure, the next call tries again. */
export async function loadPanel(): Promise<void> {
  loading ??= startModule('widget');
  panel = await loading;
  if (!panel) loading = undefined;
}

/** Opens the panel, at a release if its id or version is given. On closing, focuses `opener`. */
export async function open(release?: string, opener?: HTMLElement): Promise<void> {
  await loadPanel();
  panel?.open({ release, opener });
}

/** Closes the panel; one that is still being fetched is closed after the call that opens it. */
export async function close(): Promise<void> {
  if (loading) await loadPanel();
  panel?.close();
}

/** Handles a click on the launcher. */
export const toggle = () => (panel?.isOpen ? close() : open(undefined, button));

/** Refreshes the badge, and the panel if it is open. */
export function refreshAll(force?: boolean): void {
  refresh(force);
  panel?.refresh();
}

/** Refreshes even if the stored feed is fresh: the project has changed, or may have. */
export const forceRefresh = () => refreshAll(true);

/**
 * Fetches the queue if answers of an earlier visit are waiting, or if the page wants a visitor id
 * from the first load.
 */
export function sendWaitingAnswers(): void {
  const needsVisitorId = tag.storage === 'always' && !device.get('visitor', '');
  if (needsVisitorId || device.get('waiting', '')) startModule('queue');
}

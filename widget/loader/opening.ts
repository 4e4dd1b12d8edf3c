import { emit, refresh } from './badge.ts';
import { post } from './client.ts';
import { device, keyOf } from './device.ts';
import { button, launcher } from './launcher.ts';
import { stopped } from './lifecycle.ts';
import { tag } from './tag.ts';
import { identity } from './visitor.ts';
import { warnOnce } from './warning.ts';

/** What the module gives back. */
export interface Panel {
  readonly isOpen: boolean;
  /** `release`: an id or a version to show; focus returns to `opener` at the end. */
  open(options?: { release?: string | undefined; opener?: HTMLElement | undefined }): void;
  close(): void;
  /** The project changed, or the visitor is somebody else now: what is shown is read anew. */
  refresh(): void;
  destroy(): void;
}

let panel: Panel | undefined;
let loading: Promise<Panel | undefined> | undefined;

/** What the loader hands over, of which `complete-shell.ts` makes a shell. */
export type Core = ReturnType<typeof core>;

/**
 * The build replaces each name by its position in this list (decision 0004), and browsers keep loaders
 * and modules of other versions: add names at the end, and never move or remove one.
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

/** Starts one of our modules, which ends by itself with us; undefined where it does not come. */
async function startModule(name: string): Promise<Panel | undefined> {
  try {
    const { mount } = await import(/* @vite-ignore */ `${tag.server}/v1/${name}.js`);
    if (!stopped.aborted) return mount(core());
  } catch (error) {
    warnOnce(error);
  }
}

/** Fetches the panel, which may be needed in a moment; what failed is tried again. */
export async function loadPanel(): Promise<void> {
  loading ??= startModule('widget');
  panel = await loading;
  if (!panel) loading = undefined;
}

/** Opens the panel at a release, by its id or version; focus returns to `opener` at the end. */
export async function open(release?: string, opener?: HTMLElement): Promise<void> {
  await loadPanel();
  panel?.open({ release, opener });
}

/** Closes it, or will when it has come: after what opened it, for which it was fetched. */
export async function close(): Promise<void> {
  if (loading) await loadPanel();
  panel?.close();
}

/** The launcher's own click. */
export const toggle = () => (panel?.isOpen ? close() : open(undefined, button));

/** Reads anew what is shown: the badge, and the panel if it is open. */
export function refreshAll(force?: boolean): void {
  refresh(force);
  panel?.refresh();
}

/** The project changed, or may have. */
export const forceRefresh = () => refreshAll(true);

/**
 * Answers of an earlier visit are sent by the queue, which comes for them alone, and for an id where
 * the page wants one from the first load.
 */
export function sendWaitingAnswers(): void {
  const needsVisitorId = tag.storage === 'always' && !device.get('visitor', '');
  if (needsVisitorId || device.get('waiting', '')) startModule('queue');
}

import type { Theme } from '../../contract/themes.ts';
import { launcherStyles } from './launcher.styles.ts';
import { onStop } from './lifecycle.ts';
import { tag } from './tag.ts';

const badge = document.createElement('span');
const sheet = new CSSStyleSheet();

/** The button that opens and closes the panel. */
export const button = document.createElement('button');

/** Our only element in the page, `<tidings-launcher>`: the page's own, or one that we append. */
export let launcher: HTMLElement;

/** Puts the button into the launcher's open shadow root. Called when the page is parsed. */
export function placeLauncher(): void {
  const existing = document.querySelector<HTMLElement>('tidings-launcher');
  launcher = existing ?? document.createElement('tidings-launcher');
  const root = launcher.shadowRoot ?? launcher.attachShadow({ mode: 'open' });
  button.part = 'launcher';
  badge.part = 'badge';
  button.ariaHasPopup = 'dialog';
  button.ariaExpanded = 'false';
  button.append(badge);
  root.append(button);
  root.adoptedStyleSheets = [sheet];
  if (document.querySelector('[data-tidings-open]')) tag.position ??= 'none';
  // Next to the body, not in it: Turbo and similar libraries replace the whole body.
  if (!existing) document.documentElement.append(launcher);
  onStop(() => {
    root.replaceChildren();
    // A framework that created the element expects to find it when it removes its own page.
    if (!existing) launcher.remove();
  });
}

/** Shows the count in the badge, none for 0. The project's theme may move and colour the button. */
export function renderLauncher(unread: number, theme: Theme = {}, locale: string): void {
  const name = tag.label ?? (/^ar/.test(locale) ? 'ما الجديد' : 'What’s new');
  sheet.replaceSync(launcherStyles(theme));
  button.className = `${tag.position ?? theme.corner} ${tag.theme}`.replace('-', ' ');
  button.ariaLabel = unread ? `${name} (${unread})` : name;
  badge.textContent = unread > 9 ? '9+' : ((unread || '') as string);
}

import { readFileSync } from 'node:fs';
import type { World } from './world.ts';

/** The pages that a browser opens: each has the same start, and marks it by the same clock. */
const head =
  '<!doctype html><meta charset="utf-8"><title>Host</title><script>window.started = performance.now();' +
  'window.tasks = []; new PerformanceObserver((list) => { for (const { startTime, duration } of ' +
  'list.getEntries()) tasks.push({ startTime, duration }); }).observe({ type: "longtask" });</script>';

/** A customer's page that opens the panel as soon as it can. */
export function widgetPage(server: string, { publicKey }: World): string {
  return `${head}<script>window.tidings = function () { (tidings.q = tidings.q || []).push(arguments); };
tidings('open');</script><script async src="${server}/v1/loader.js" data-project="${publicKey}"></script>`;
}

/** The same list from the same feed, drawn by a script of plain DOM calls. */
export function plainPage(server: string, { publicKey }: World): string {
  const script = readFileSync(new URL('programs/plain-list.js', import.meta.url), 'utf8');
  const given = JSON.stringify({ server, project: publicKey });
  // An expression, of which the formatter makes a statement.
  return `${head}<script>(${script.trim().replace(/;$/, '')})(${given});</script>`;
}

/** Whether the first list stands; given to the browser as text. */
export const isDrawn = `(() => {
  const inside = (node, name) => node?.shadowRoot?.querySelector(name);
  const launcher = document.querySelector('tidings-launcher');
  const list = inside(launcher, 'tidings-changelog')?.shadowRoot ?? document;
  return list.querySelectorAll('article').length >= 20;
})()`;

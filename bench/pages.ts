import { readFileSync } from 'node:fs';
import type { World } from './world.ts';

/**
 * The pages that a browser opens. Each has the same start, notes tasks that are felt, and says by
 * itself when its list stands: a test tool that looked into it would be measured too.
 */
const head = `<!doctype html><meta charset="utf-8"><title>Host</title><script>
const started = performance.now();
const tasks = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
}).observe({ type: 'longtask', buffered: true });
const look = () => {
  const inside = (node, name) => node?.shadowRoot?.querySelector(name);
  const changelog = inside(document.querySelector('tidings-launcher'), 'tidings-changelog');
  const drawn = (changelog?.shadowRoot ?? document).querySelectorAll('article').length >= 20;
  // After the frame that draws them, whose layout and paint are part of it.
  requestAnimationFrame(drawn ? () => setTimeout(tell) : look);
};
const tell = () => {
  const drawnMs = performance.now() - started;
  // What the observer has not told yet comes a moment later.
  setTimeout(() => {
    const until = tasks.filter(({ startTime }) => startTime < started + drawnMs);
    console.log(JSON.stringify({ drawnMs, taskMs: until.map(({ duration }) => duration) }));
  }, 500);
};
look();
</script>`;

/** What a page says on its console, once: milliseconds. */
export interface Told {
  /** From its start until its 20 releases are drawn. */
  drawnMs: number;
  /** Each task until then of 50 ms or longer. */
  taskMs: number[];
}

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

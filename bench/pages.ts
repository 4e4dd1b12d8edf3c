import { readFileSync } from 'node:fs';
import type { HostReply } from '../test/support/hosts.ts';
import type { BenchProject } from './bench-project.ts';

/** What a page logs to its console, once: milliseconds since its start, or since the press. */
export interface PageTimings {
  /** Until releases fill the visible part of the list. */
  seenMs: number;
  /** Until all 20 releases are drawn. */
  drawnMs: number;
  /** The duration of each task of 50 ms or longer, up to half a second after all 20 are drawn. */
  taskMs: number[];
}

/**
 * Each page reports when its list is drawn: a test tool that looked into it would be measured too.
 * A list found in one frame was drawn, with layout and paint, when the next frame is over.
 */
const head = `<!doctype html><meta charset="utf-8"><title>Host</title><script>
let started = performance.now();
let seenMs;
const tasks = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
}).observe({ type: 'longtask', buffered: true });
const inside = (node, name) => node?.shadowRoot?.querySelector(name);
const look = () => {
  const changelog = inside(document.querySelector('tidings-launcher'), 'tidings-changelog');
  const articles = [...(changelog?.shadowRoot ?? document).querySelectorAll('article')];
  const end = inside(changelog, '.scroll')?.getBoundingClientRect().bottom ?? innerHeight;
  const fills = articles.at(-1)?.getBoundingClientRect().bottom >= end;
  requestAnimationFrame(() => {
    if (fills) setTimeout(() => (seenMs ??= performance.now() - started));
    if (articles.length < 20) look();
    else setTimeout(report);
  });
};
const report = () => {
  const drawnMs = performance.now() - started;
  // The observer may report the last tasks a moment later.
  setTimeout(() => {
    const taskMs = tasks.filter((task) => task.startTime > started).map((task) => task.duration);
    console.log(JSON.stringify({ seenMs, drawnMs, taskMs }));
  }, 500);
};
// Runs once the page is idle.
const later = (act) => addEventListener('load', () => setTimeout(() => {
  started = performance.now();
  act();
}, 1000));
look();
</script>`;

/** Returns pages that draw the same list from one feed: our widget, and plain DOM calls. */
export function listPages(server: string, { publicKey }: BenchProject): Record<string, HostReply> {
  const widget = `<script>window.tidings = function () {
  (tidings.q = tidings.q || []).push(arguments);
};</script><script async src="${server}/v1/loader.js" data-project="${publicKey}"></script>`;
  const script = readFileSync(new URL('programs/plain-list.js', import.meta.url), 'utf8');
  // The file contains an expression, to which the formatter adds a semicolon.
  const args = JSON.stringify({ server, project: publicKey });
  const plain = `export const draw = () => (${script.trim().replace(/;$/, '')})(${args});`;
  const drawPlain = `import('/plain.js').then(({ draw }) => draw())`;
  const page = (rest: string) => ({ body: head + rest });
  return {
    '/plain.js': { body: plain, type: 'text/javascript' },
    '/widget/at-once': page(`${widget}<script>tidings('open')</script>`),
    '/widget/pressed': page(`${widget}<script>later(() => tidings('open'))</script>`),
    '/plain/at-once': page(`<script>${drawPlain}</script>`),
    '/plain/pressed': page(`<script>later(() => ${drawPlain})</script>`),
  };
}

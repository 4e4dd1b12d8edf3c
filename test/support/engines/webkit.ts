import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Builder, Capabilities, Key, type WebDriver, type WebElement } from 'selenium-webdriver';
import { freePort } from '../ports.ts';
import { type Engine, type EnginePage, findInPage, type PageKey } from './engine.ts';

/** Where the parts of WebKitGTK are. */
export interface WebKitPaths {
  driver: string;
  /** The browser that comes with WebKitGTK. */
  browser: string;
  /** A screen in memory, for machines without one. */
  xvfb: string;
}

const keys: Record<PageKey, string> = {
  Tab: Key.TAB,
  Enter: Key.ENTER,
  Space: Key.SPACE,
  Escape: Key.ESCAPE,
  ArrowRight: Key.ARROW_RIGHT,
  ArrowLeft: Key.ARROW_LEFT,
};

/** WebKitGTK by its own WebDriver, on a screen in memory. */
export async function startWebKit(paths: WebKitPaths): Promise<Engine> {
  const screen = await startScreen(paths.xvfb);
  let driver: ChildProcess | undefined;

  return {
    // A driver for each page: it allows one session at a time, and may hang when it ends one.
    async open(url) {
      await end(driver);
      const port = await freePort();
      driver = startGroup(paths.driver, [`--port=${port}`], {
        env: { ...process.env, DISPLAY: screen.display, GDK_BACKEND: 'x11' },
        stdio: 'ignore',
      });
      await untilListening(port);
      const session = await startSession(port, paths.browser);
      await session.manage().window().setRect({ x: 0, y: 0, width: 1100, height: 900 });
      await session.get(url);
      return pageIn(session);
    },
    async stop() {
      await end(driver);
      await end(screen.process);
    },
  };
}

function startSession(port: number, binary: string): Promise<WebDriver> {
  const options = { binary, args: ['--automation'] };
  const capabilities = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options };
  const builder = new Builder().usingServer(`http://127.0.0.1:${port}`);
  return builder.withCapabilities(new Capabilities(capabilities)).build();
}

function pageIn(session: WebDriver): EnginePage {
  return {
    evaluate: (expression) => session.executeScript(`${findInPage}; return ${expression};`),
    async click(selector) {
      const script = `${findInPage}; return find(arguments[0]);`;
      const element = await session.executeScript<WebElement | null>(script, selector);
      if (!element) throw new Error(`The page has no ${selector}.`);
      await element.click();
    },
    press: (key) => session.actions().sendKeys(keys[key]).perform(),
    type: (text) => session.actions().sendKeys(text).perform(),
    reload: () => session.navigate().refresh(),
    screenshot: async () => Buffer.from(await session.takeScreenshot(), 'base64'),
  };
}

/** Xvfb chooses a free display itself, and writes its number to the file descriptor. */
async function startScreen(xvfb: string): Promise<{ display: string; process: ChildProcess }> {
  const args = ['-displayfd', '3', '-screen', '0', '1200x1000x24', '-nolisten', 'tcp'];
  const child = startGroup(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const output = child.stdio[3];
  if (!output) throw new Error('Xvfb has no output.');
  const [number] = await once(output, 'data');
  return { display: `:${String(number).trim()}`, process: child };
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('WebKitWebDriver does not answer.');
}

/** In a process group of its own, so that the browsers that a driver starts end with it. */
function startGroup(program: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(program, args, { ...options, detached: true });
  process.once('exit', () => endGroup(child));
  return child;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  endGroup(child);
  await exited;
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

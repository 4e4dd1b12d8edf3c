import { type ChildProcess, spawn } from 'node:child_process';
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

/** WebKitGTK by its own WebDriver, on a screen in memory. Its driver allows one session at a time. */
export async function startWebKit(paths: WebKitPaths): Promise<Engine> {
  const screen = await startScreen(paths.xvfb);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: screen.display, GDK_BACKEND: 'x11' };
  const driver = spawn(paths.driver, [`--port=${port}`], { env, stdio: 'ignore' });
  await untilListening(port);
  let session: WebDriver | undefined;

  return {
    async open(url) {
      await session?.quit();
      session = await startSession(port, paths.browser);
      await session.manage().window().setRect({ x: 0, y: 0, width: 1100, height: 900 });
      await session.get(url);
      return pageIn(session);
    },
    async stop() {
      await session?.quit();
      for (const child of [driver, screen.process]) await end(child);
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
  const child = spawn(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
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

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

import puppeteer, { type BrowserContext, type ElementHandle, type KeyInput } from 'puppeteer-core';
import { type Engine, type EnginePage, findInPage, type PageKey } from './engine.ts';

/** Firefox without windows, by WebDriver BiDi, which it speaks itself. */
export async function startFirefox(executablePath: string): Promise<Engine> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  let context: BrowserContext | undefined;

  return {
    async open(url) {
      await context?.close();
      context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width: 1100, height: 800 });
      await page.goto(url);

      const opened: EnginePage = {
        evaluate: async <Value>(expression: string) =>
          (await page.evaluate(`(() => { ${findInPage}; return ${expression}; })()`)) as Value,
        async click(selector) {
          const script = `(() => { ${findInPage}; return find(${JSON.stringify(selector)}); })()`;
          const element = (await page.evaluateHandle(script)).asElement();
          if (!element) throw new Error(`The page has no ${selector}.`);
          await (element as ElementHandle<Element>).click();
        },
        press: (key: PageKey) => page.keyboard.press(key as KeyInput),
        type: (text) => page.keyboard.type(text),
        reload: async () => void (await page.reload()),
        screenshot: async () => Buffer.from(await page.screenshot()),
      };
      return opened;
    },
    stop: () => browser.close(),
  };
}

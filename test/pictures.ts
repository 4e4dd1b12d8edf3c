import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { fill } from './pictures/fill.ts';
import { looks, type Scene, scenes } from './pictures/scenes.ts';
import { flags } from './support/browser-flags.ts';
import { findChromium } from './support/chromium.ts';
import { freePort } from './support/ports.ts';

// `npm run pictures` writes what the running product looks like to dist/pictures: each scene on the
// demo's host page, in light, dark and Arabic, on a desk and on a phone.

const target = 'dist/pictures';
const asked = process.argv.slice(2);

const folder = mkdtempSync(join(tmpdir(), 'tidings-pictures-'));
const [port, demoPort] = [await freePort(), await freePort()];
const databaseUrl = `sqlite:${join(folder, 'tidings.db')}`;
const server = spawn(process.execPath, ['dist/api/cli.js', 'serve'], {
  env: {
    PATH: process.env.PATH,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    DEMO_PORT: String(demoPort),
    LOG_LEVEL: 'fatal',
  },
});
server.stderr.pipe(process.stderr);
await once(server.stdout, 'data');
const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
try {
  await fill(`http://127.0.0.1:${port}`, databaseUrl);
  mkdirSync(target, { recursive: true });
  for (const [name, scene] of Object.entries(scenes)) {
    if (asked.length === 0 || asked.includes(name)) await picture(name, scene);
  }
} finally {
  await browser.close();
  server.kill();
  await once(server, 'exit');
  rmSync(folder, { recursive: true });
}

async function picture(name: string, scene: Scene): Promise<void> {
  for (const look of looks) {
    const context = await browser.newContext(look.context);
    const page = await context.newPage();
    await scene(page, `http://127.0.0.1:${demoPort}/${look.query}`);
    const file = join(target, `${name}-${look.name}.png`);
    await page.screenshot({ path: file, animations: 'disabled' });
    console.log(file);
    await context.close();
  }
}

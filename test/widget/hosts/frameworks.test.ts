import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { compileScript, parse } from 'vue/compiler-sfc';
import { hostPage, snippet } from '../../support/embedding.ts';
import { bundle, readExample } from './bundle.ts';
import {
  expectLauncher,
  launcher,
  openPanel,
  panel,
  setUpHost,
  type Visit,
  visit,
} from './host-fixture.ts';

const stage = setUpHost();

async function expectToWork({ page, errors, warnings }: Visit, unread = 2): Promise<void> {
  await expectLauncher(page, unread);
  await openPanel(page);
  await launcher(page).click();
  await panel(page).waitFor({ state: 'hidden' });
  expect([...errors, ...warnings]).toEqual([]);
}

const withScript = (body: string) => ({ '/host.js': { body, type: 'text/javascript' } });
const scripted = hostPage('<div id="app"></div><script src="/host.js"></script>');

describe('the example of our documentation', () => {
  test('works in React 19, whose strict mode does everything twice, and in a page it takes down', async () => {
    const script = await bundle(
      `import { createElement as h, StrictMode } from 'react';
       import { createRoot } from 'react-dom/client';
       ${readExample('jsx', stage.instance)}
       const root = createRoot(document.getElementById('app'));
       let ran = 0;
       const Page = ({ name }) => (ran += 1, h(StrictMode, null, h('h2', null, name), h(Tidings)));
       window.show = (name) => { root.render(h(StrictMode, null, h(Page, { name, key: name }))); return ran; };
       show('Berths');`,
      'development',
    );
    const visited = await visit(stage, scripted, { pages: withScript(script) });
    await expectToWork(visited);
    // In strict mode, since it ran more than once for the one page.
    expect(await visited.page.evaluate('show("Tides")')).toBeGreaterThan(1);
    await visited.page.getByText('Tides').waitFor();
    await expectToWork(visited, 0);
    expect(visited.requests.filter((one) => one.endsWith('loader.js'))).toHaveLength(1);
  });

  test('works in Vue 3, through its routes', async () => {
    const source = `${readExample('vue', stage.instance)}\n<template><slot /></template>`;
    const { descriptor } = parse(source, { filename: 'Tidings.vue' });
    const compiled = compileScript(descriptor, { id: 'tidings', inlineTemplate: true });
    const component = compiled.content.replace('export default', 'const Tidings =');
    const script = await bundle(
      `${component}
       import { createApp, h, shallowRef } from 'vue';
       const name = shallowRef('Berths');
       createApp({ render: () => h(Tidings, { key: name.value }, () => h('h2', name.value)) }).mount('#app');
       window.show = (next) => { name.value = next; };`,
      'development',
    );
    const visited = await visit(stage, scripted, { pages: withScript(script) });
    await expectToWork(visited);
    await visited.page.evaluate('show("Tides")');
    await visited.page.getByText('Tides').waitFor();
    await expectToWork(visited, 0);
  });
});

describe('Turbo, which exchanges the body and keeps pages to go back to', () => {
  const turbo = readFileSync(
    createRequire(import.meta.url).resolve('@hotwired/turbo/dist/turbo.es2017-umd.js'),
    'utf8',
  );
  /** As Rails writes `javascript_include_tag` of our documentation. */
  const inHead = () => snippet(stage.instance, 'data-turbo-track=""');
  const link = (path: string, name: string) => `<a href="${path}">${name}</a>`;
  const head = '<script src="/host.js"></script>';

  test.each([
    ['in the head, as documented', (inside: string) => hostPage(inside, head + inHead())],
    [
      'in the body, which runs it at each page',
      (inside: string) => hostPage(inside + snippet(stage.instance), head),
    ],
  ])('works with the script %s', async (_, make) => {
    const pages = {
      ...withScript(turbo),
      '/tides': { body: make(`<h2>Tides</h2>${link('/', 'Berths')}`) },
    };
    const visited = await visit(stage, make(`<h2>Berths</h2>${link('/tides', 'Tides')}`), {
      pages,
    });
    const { page } = visited;
    await expectLauncher(page);
    const sameDocument = await page.evaluateHandle(() => document);
    await page.getByRole('link', { name: 'Tides' }).click();
    await page.getByRole('heading', { name: 'Tides' }).waitFor();
    await expectToWork(visited);
    await page.goBack();
    await page.getByRole('heading', { name: 'Berths' }).waitFor();
    await expectToWork(visited, 0);
    await page.getByRole('link', { name: 'Tides' }).click();
    await page.getByRole('heading', { name: 'Tides' }).waitFor();
    await expectToWork(visited, 0);
    expect(await sameDocument.evaluate((first) => first === document)).toBe(true);
  });
});

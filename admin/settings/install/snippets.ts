/** The code to paste for one framework. */
export interface Snippet {
  name: string;
  /** The place to paste the code. */
  where: string;
  code: string;
}

/** Returns the tag that every page needs. `server` is Tidings' address without a trailing slash. */
export function tagFor(server: string, publicKey: string): string {
  return `<script async src="${server}/v1/loader.js" data-project="${publicKey}"></script>`;
}

/** Returns the snippets for frameworks. Their code is the same as in docs/embedding.md. */
export function snippetsFor(server: string, publicKey: string): Snippet[] {
  const tag = tagFor(server, publicKey);
  const fill = (code: string) => code.replaceAll('{server}', server).replaceAll('pk_…', publicKey);
  return [
    {
      name: 'React',
      where: 'A component. Render it once, in the outermost layout.',
      code: fill(react),
    },
    {
      name: 'Vue',
      where: 'A component. Render it once, in the outermost layout.',
      code: fill(vue),
    },
    {
      name: 'Svelte',
      where: 'In the outermost layout.',
      code: `<svelte:head>\n  ${tag}\n</svelte:head>`,
    },
    { name: 'Angular', where: 'In src/index.html, before </body>.', code: tag },
    { name: 'Rails with Turbo', where: 'In the <head> of your layout.', code: fill(rails) },
  ];
}

const react = `import { useEffect } from 'react';

export function Tidings({ token }) {
  useEffect(() => {
    if (document.querySelector('script[data-project="pk_…"]')) return;
    const script = document.createElement('script');
    Object.assign(script, { async: true, src: '{server}/v1/loader.js' });
    script.dataset.project = 'pk_…';
    document.head.append(script);
  }, []);
  useEffect(() => {
    window.tidings ||= function () { (window.tidings.q ||= []).push(arguments); };
    window.tidings('identify', token ? { token } : {});
  }, [token]);
  return null;
}`;

const vue = `<script setup>
import { onMounted } from 'vue';
onMounted(() => {
  if (document.querySelector('script[data-project="pk_…"]')) return;
  const script = document.createElement('script');
  Object.assign(script, { async: true, src: '{server}/v1/loader.js' });
  script.dataset.project = 'pk_…';
  document.head.append(script);
});
</script>`;

const rails = `<%= javascript_include_tag "{server}/v1/loader.js", async: true, data: { project: "pk_…", turbo_track: "" } %>`;

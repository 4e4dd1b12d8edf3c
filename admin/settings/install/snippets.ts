/** What somebody pastes, by what their product is made with. */
export interface Snippet {
  name: string;
  /** Where it goes. */
  where: string;
  code: string;
}

/** The tag that every page needs. `server` is where Tidings is, without a slash at its end. */
export function tagFor(server: string, publicKey: string): string {
  return `<script async src="${server}/v1/loader.js" data-project="${publicKey}"></script>`;
}

/** The same in frameworks, word for word as docs/embedding.md has it. */
export function snippetsFor(server: string, publicKey: string): Snippet[] {
  const tag = tagFor(server, publicKey);
  const fill = (code: string) => code.replaceAll('{server}', server).replaceAll('pk_…', publicKey);
  return [
    { name: 'React', where: 'A component, once, in the frame of your app.', code: fill(react) },
    { name: 'Vue', where: 'A component, once, in the frame of your app.', code: fill(vue) },
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

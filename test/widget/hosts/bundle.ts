import { readFileSync } from 'node:fs';
import { build, type Plugin, type Rollup } from 'vite';
import type { Instance } from '../../support/embedding.ts';

/** Makes the script of a host product that uses packages of ours, as its own build would. */
export async function bundle(source: string, mode = 'production'): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    mode,
    define: {
      'process.env.NODE_ENV': JSON.stringify(mode),
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    resolve: { conditions: ['module', 'browser', mode] },
    plugins: [virtualFile(source)],
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: 'host.jsx', formats: ['iife'], name: 'host' },
    },
  });
  const [{ output }] = [built].flat() as Rollup.RollupOutput[] as [Rollup.RollupOutput];
  return output[0].code;
}

/** The text stands for a file in the root of the repository. */
function virtualFile(source: string): Plugin {
  const id = `${process.cwd()}/host.jsx`;
  return {
    name: 'from-text',
    enforce: 'pre',
    resolveId: (imported) => (imported.endsWith('host.jsx') ? id : undefined),
    load: (imported) => (imported === id ? source : undefined),
  };
}

/** The example that docs/embedding.md gives in this language, with this instance's address and key. */
export function readExample(language: string, { server, publicKey }: Instance): string {
  const text = readFileSync('docs/embedding.md', 'utf8').split('## In a framework')[1] ?? '';
  const [, example] = new RegExp(`\`\`\`${language}\\n(.+?)\`\`\``, 's').exec(text) ?? [];
  if (!example) throw new Error(`docs/embedding.md has no example in ${language}.`);
  return example.replaceAll('https://notes.example.com', server.url).replaceAll('pk_…', publicKey);
}

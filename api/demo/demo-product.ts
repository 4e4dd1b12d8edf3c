import { readFileSync } from 'node:fs';

interface HostFile {
  type: string;
  text: string;
}

/** The made-up product: its files by path, and its page. */
export interface DemoProduct {
  files: Readonly<Record<string, HostFile | undefined>>;
  /**
   * Returns the page with the snippet in it. The caller has checked the values (an origin, a public
   * key, one of two languages), so none of them can end its attribute.
   */
  page(values: { api: string; key: string; lang: 'en' | 'ar' }): string;
}

const scripts = ['app.js', 'nodes.js', 'pages.js', 'records.js', 'words.js'];
const styles = ['forms.css', 'harbour.css', 'pages.css'];

/**
 * Reads Harbour from its built folder: a small product without a build step, as its own team would
 * write it. Throws an Error if it is not built.
 */
export function readDemoProduct(folder: URL): DemoProduct {
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
  const entry = (type: string) => (name: string) => [`/${name}`, { type, text: read(name) }];
  const page = read('index.html');
  return {
    files: Object.fromEntries([
      ...scripts.map(entry('text/javascript')),
      ...styles.map(entry('text/css')),
      entry('image/svg+xml')('logo.svg'),
    ]),
    page: ({ api, key, lang }) =>
      page
        .replace('lang="en" dir="ltr"', lang === 'ar' ? 'lang="ar" dir="rtl"' : '$&')
        .replace('https://notes.example.com', api)
        .replace('pk_…', key),
  };
}

import app from './harbour/app.js?raw';
import formStyle from './harbour/forms.css?raw';
import frameStyle from './harbour/harbour.css?raw';
import page from './harbour/index.html?raw';
import logo from './harbour/logo.svg?raw';
import nodes from './harbour/nodes.js?raw';
import pageStyle from './harbour/pages.css?raw';
import pages from './harbour/pages.js?raw';
import records from './harbour/records.js?raw';
import words from './harbour/words.js?raw';

interface HostFile {
  type: string;
  text: string;
}

const script = (text: string): HostFile => ({ type: 'text/javascript', text });
const style = (text: string): HostFile => ({ type: 'text/css', text });

/** Harbour's files by path: a small product without a build step, as its own team would write it. */
export const harbourFiles: Readonly<Record<string, HostFile | undefined>> = {
  '/app.js': script(app),
  '/nodes.js': script(nodes),
  '/pages.js': script(pages),
  '/records.js': script(records),
  '/words.js': script(words),
  '/forms.css': style(formStyle),
  '/harbour.css': style(frameStyle),
  '/pages.css': style(pageStyle),
  '/logo.svg': { type: 'image/svg+xml', text: logo },
};

/**
 * Harbour's page with the snippet in it. The values are checked before they come here (an origin, a
 * public key, one of two languages), so that none of them can leave its attribute.
 */
export function harbourPage(values: { api: string; key: string; lang: 'en' | 'ar' }): string {
  const { api, key, lang } = values;
  return page
    .replace('lang="en" dir="ltr"', lang === 'ar' ? 'lang="ar" dir="rtl"' : '$&')
    .replace('https://notes.example.com', api)
    .replace('pk_…', key);
}

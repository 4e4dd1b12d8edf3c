import type { Markup } from '../http/markup.ts';
import { html } from '../http/markup.ts';
import { homeFrame } from './frame.ts';

/** Returns the home page, which explains the installation in three steps. */
export function homePage(publicUrl: string): Markup {
  return homeFrame(
    'Tidings',
    html`<main>
<h1>Say what changed, where people use it.</h1>
<p class="lede">Release notes inside your product, a rating under each, and a score that you can trust.</p>
<p class="ways"><a class="first" href="admin/">Open the admin</a><a href="demo">See the widget in an app</a></p>
<ol>
<li>${signIn}</li>
<li>${publish}</li>
<li>${embed(publicUrl)}</li>
</ol>
</main>
<footer><a href="docs">Every route of the API</a><a href="openapi.json">OpenAPI</a></footer>`,
  );
}

const signIn = html`<h2>Come in</h2>
<p>The first start prints a link that makes you the owner. It works once, for 24 hours. If you cannot find
it, run <code>npx tidings owner-link</code> on the server. Invite other people in the settings.</p>`;

const publish = html`<h2>Publish a release</h2>
<p>Write it in the admin, or bring the changelog that you have. With a key from the settings, a program
does the same:</p>
<pre tabindex="0"><code>npx tidings import CHANGELOG.md --project your-product</code></pre>`;

function embed(publicUrl: string): Markup {
  const snippet = `<script async src="${publicUrl}/v1/loader.js"\n  data-project="pk_…"></script>`;
  return html`<h2>Paste one line</h2>
<p>Into the pages of your product. The settings show it with your project’s own key, and tell when it
has been seen alive.</p>
<pre tabindex="0"><code>${snippet}</code></pre>`;
}

import type { Markup } from '../http/markup.ts';
import { html } from '../http/markup.ts';
import { homeFrame } from './frame.ts';

/** Returns the home page, which explains the installation in three steps. */
export function homePage(publicUrl: string): Markup {
  return homeFrame(
    'Tidings',
    html`<main>
<h1>Release notes and feedback inside your product</h1>
<p class="lede">People read what changed and rate each release, and you get a satisfaction score you can trust.</p>
<p class="ways"><a class="first" href="admin/">Open dashboard</a><a href="demo">View demo</a></p>
<ol>
<li>${signIn}</li>
<li>${publish}</li>
<li>${embed(publicUrl)}</li>
</ol>
</main>
<footer><a href="docs">API reference</a><a href="openapi.json">OpenAPI</a></footer>`,
  );
}

const signIn = html`<h2>Sign in</h2>
<p>The first start prints a link that makes you the owner, or writes it to a file that the log names. The link works once and expires after 24 hours.
If you can’t find the link, run <code>npx tidings owner-link</code> on the server. You can invite other
people in the settings.</p>`;

const publish = html`<h2>Publish a release</h2>
<p>Write release notes in the dashboard, or import an existing changelog. Programs can import changelogs
too, with an API key from the settings:</p>
<pre tabindex="0"><code>npx tidings import CHANGELOG.md --project your-product</code></pre>`;

function embed(publicUrl: string): Markup {
  const snippet = `<script async src="${publicUrl}/v1/loader.js"\n  data-project="pk_…"></script>`;
  return html`<h2>Add the widget</h2>
<p>Paste this line into the pages of your product. The settings show the line with your project’s public
key, and whether your pages have loaded the widget.</p>
<pre tabindex="0"><code>${snippet}</code></pre>`;
}

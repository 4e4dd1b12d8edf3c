import { h } from './nodes.js';
import { field, filter, pages } from './pages.js';
import { addInvoice } from './records.js';
import { word } from './words.js';

const byId = (id) => document.getElementById(id);
const [page, search, invoice, help, dark] = ['page', 'search', 'invoice', 'help', 'dark'].map(byId);

function show() {
  page.replaceChildren(...(pages[location.pathname] ?? pages['/'])(show));
  for (const link of document.querySelectorAll('nav a')) {
    if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** The language and the project stay in the address. */
function go(path) {
  history.pushState(null, '', path + location.search);
  show();
  page.focus();
}

function openInvoice() {
  const customer = h('input', { name: 'customer', required: '' });
  const amount = h('input', {
    name: 'amount',
    type: 'number',
    min: '1',
    step: '0.01',
    required: '',
  });
  const create = (event) => {
    event.preventDefault();
    addInvoice(customer.value, Number(amount.value));
    invoice.close();
    go('/invoices');
  };
  openDialog(
    invoice,
    h('h2', { id: 'invoice-title' }, word('newInvoice')),
    h(
      'form',
      { onsubmit: create },
      field('customer', customer),
      field('amount', amount),
      h(
        'p',
        { class: 'row' },
        h('button', { class: 'primary' }, word('create')),
        closeButton(invoice, 'cancel'),
      ),
    ),
  );
}

function openHelp() {
  const key = (name, what) => [h('dt', {}, h('kbd', {}, name)), h('dd', {}, word(what))];
  openDialog(
    help,
    h('h2', { id: 'help-title' }, word('help')),
    h(
      'dl',
      { class: 'keys' },
      ...key('/', 'helpSearch'),
      ...key('n', 'helpNew'),
      ...key('?', 'helpHelp'),
    ),
    h('p', { class: 'row' }, closeButton(help, 'close')),
  );
}

function openDialog(dialog, ...content) {
  dialog.replaceChildren(...content);
  dialog.showModal();
}

function closeButton(dialog, name) {
  return h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, word(name));
}

function setDark(on) {
  document.documentElement.dataset.theme = on ? 'dark' : 'light';
  dark.setAttribute('aria-pressed', String(on));
}

const shortcuts = { '/': () => search.focus(), n: openInvoice, '?': openHelp };

/** Handles shortcuts of a single letter, as most products have them, unless someone is typing. */
function onKey(event) {
  const typing = event.target.closest('input, textarea, select, dialog');
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !shortcuts[event.key]) return;
  event.preventDefault();
  shortcuts[event.key]();
}

function onClick(event) {
  const link = event.target.closest('a[href^="/"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.pathname);
}

for (const element of document.querySelectorAll('[data-word]')) {
  element.textContent = word(element.dataset.word);
}
for (const element of document.querySelectorAll('[data-label]')) {
  element.setAttribute('aria-label', word(element.dataset.label));
}
search.placeholder = word('search');
search.addEventListener('input', () => {
  filter.text = search.value;
  show();
});
byId('new').addEventListener('click', openInvoice);
dark.addEventListener('click', () => setDark(dark.getAttribute('aria-pressed') === 'false'));
document.addEventListener('keydown', onKey);
document.addEventListener('click', onClick);
window.addEventListener('popstate', show);
setDark(matchMedia('(prefers-color-scheme: dark)').matches);
show();

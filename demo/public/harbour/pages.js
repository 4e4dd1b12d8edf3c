import { h } from './nodes.js';
import { cards, invoices, sumOf } from './records.js';
import { day, money, word } from './words.js';

/** The text in the search field and the chosen state, for every page that lists invoices. */
export const filter = { text: '', state: 'all' };

export const pages = { '/': overview, '/invoices': list, '/board': board, '/settings': settings };

function overview() {
  return [
    h('h1', {}, word('hello')),
    h('p', { class: 'lead' }, word('summary')),
    h(
      'dl',
      { class: 'figures' },
      figure('outstanding', sumOf('sent') + sumOf('late')),
      figure('paidThisMonth', sumOf('paid')),
      figure('overdue', sumOf('late'), 'warn'),
    ),
    h('h2', {}, word('recent')),
    table(invoices.filter(matches).slice(0, 5)),
  ];
}

function list(show) {
  const choose = (state) => () => {
    filter.state = state;
    show();
  };
  const tab = (state) =>
    h(
      'button',
      { type: 'button', 'aria-pressed': String(filter.state === state), onclick: choose(state) },
      word(state),
    );
  const rows = invoices.filter(
    (one) => matches(one) && (filter.state === 'all' || one.state === filter.state),
  );
  return [
    h('h1', {}, word('invoices')),
    h('div', { class: 'tabs' }, ...['all', 'draft', 'sent', 'late', 'paid'].map(tab)),
    table(rows),
  ];
}

function board(show) {
  const lanes = ['todo', 'doing', 'done'];
  const move = (card) => () => {
    card.lane = lanes[lanes.indexOf(card.lane) + 1];
    show();
  };
  const item = (card) =>
    h(
      'li',
      {},
      h('strong', {}, card.title),
      h('span', {}, card.customer),
      card.lane === 'done'
        ? ''
        : h('button', { type: 'button', class: 'quiet', onclick: move(card) }, word('move')),
    );
  const lane = (name) => {
    const laneCards = cards.filter((card) => card.lane === name);
    return h(
      'section',
      {},
      h('h2', {}, word(name), ' ', h('small', {}, String(laneCards.length))),
      h('ul', {}, ...laneCards.map(item)),
    );
  };
  return [h('h1', {}, word('board')), h('div', { class: 'lanes' }, ...lanes.map(lane))];
}

function settings() {
  const status = h('output', {});
  const save = (event) => {
    event.preventDefault();
    status.textContent = word('saved');
  };
  return [
    h('h1', {}, word('settings')),
    h(
      'form',
      { class: 'card', onsubmit: save },
      field('company', h('input', { name: 'company', value: 'Harbour Ltd.', required: '' })),
      field('email', h('input', { name: 'email', type: 'email', value: 'amal@harbour.example' })),
      field('note', h('textarea', { name: 'note', rows: '3' }, word('noteText'))),
      h(
        'label',
        { class: 'tick' },
        h('input', { type: 'checkbox', name: 'reminders', checked: '' }),
        word('reminders'),
      ),
      h('p', { class: 'row' }, h('button', { class: 'primary' }, word('save')), status),
    ),
  ];
}

/** A labelled control. */
export function field(name, control) {
  return h('label', {}, word(name), control);
}

function figure(name, value, tone = '') {
  return h(
    'div',
    { class: `card ${tone}` },
    h('dt', {}, word(name)),
    h('dd', {}, money.format(value)),
  );
}

function matches({ number, customer }) {
  return `${number} ${customer}`.toLowerCase().includes(filter.text.toLowerCase());
}

function table(rows) {
  if (rows.length === 0) return h('p', { class: 'card' }, word('nothing'));
  const head = ['number', 'customer', 'due', 'amount', 'state'];
  return h(
    'div',
    { class: 'card scroll', tabindex: '0', role: 'region', 'aria-label': word('invoices') },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h('tr', {}, ...head.map((name) => h('th', { scope: 'col', class: name }, word(name)))),
      ),
      h('tbody', {}, ...rows.map(row)),
    ),
  );
}

function row({ number, customer, due, amount, state }) {
  return h(
    'tr',
    {},
    h('td', { class: 'number' }, h('bdi', {}, number)),
    h('td', {}, customer),
    h('td', { class: 'due' }, day.format(due)),
    h('td', { class: 'amount' }, money.format(amount)),
    h('td', {}, h('span', { class: `pill ${state}` }, word(state))),
  );
}

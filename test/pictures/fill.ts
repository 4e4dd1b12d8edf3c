import { execFileSync } from 'node:child_process';

/** What the host product would have published: short and long, with and without a title. */
const releases = [
  {
    version: '3.9.2',
    title: '',
    displayDate: '2026-09-18',
    notes: [
      { kind: 'fixed', title: '', body: 'Invoices with a discount of 100 % can be sent again.' },
      { kind: 'security', title: '', body: 'Links in e-mails to guests expire after **7 days**.' },
    ],
  },
  {
    version: '4.0.0',
    title: 'Boards for every crew',
    displayDate: '2026-10-05',
    major: true,
    notes: [
      {
        kind: 'new',
        title: 'Crew boards',
        body: 'Each crew has a board of its own now. Drag a berth from one to the other, or press <kbd>m</kbd>.\n\n- colours per crew\n- limits per column\n- a quiet mode for the night shift\n\nRead [how crews work](https://example.com/crews).',
      },
      { kind: 'improved', title: '', body: 'The timeline opens at today instead of last Monday.' },
      {
        kind: 'removed',
        title: 'Old CSV export',
        body: 'Use **Export → Table**; it knows all columns.',
      },
    ],
  },
  {
    version: '4.1.0',
    title: 'Search that keeps up',
    displayDate: '2026-11-02',
    notes: [
      {
        kind: 'improved',
        title: 'Results while you type',
        body: 'In harbours of any size, also on a slow line.',
      },
      {
        kind: 'new',
        title: '',
        body: 'Search in attachments: `type:pdf berth 12` finds the plan.',
      },
      { kind: 'fixed', title: '', body: 'Umlauts are found whether or not you type them.' },
    ],
  },
  {
    version: '4.2.0',
    title: 'Invoices in one click',
    displayDate: '2026-11-19',
    notes: [
      {
        kind: 'new',
        title: 'Invoice from the berth',
        body: 'Open a berth and choose **Invoice**: nights, water and power are filled in already.',
      },
      {
        kind: 'improved',
        title: '',
        body: 'Totals are rounded per line, as your accountant asked.',
      },
      { kind: 'deprecated', title: '', body: 'The classic invoice editor goes away in January.' },
    ],
  },
];

/** Gives the first project a name and some releases of a host product, the newest last. */
export async function fill(url: string, databaseUrl: string): Promise<void> {
  const create = ['dist/api/cli.js', 'key', 'create', '--project', 'tidings', '--scope', 'admin'];
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl };
  const key = execFileSync(process.execPath, create, { env, encoding: 'utf8' }).trim().split('\n');
  const project = `${url}/api/projects/tidings`;

  async function send(method: string, path: string, body: object): Promise<{ id: string }> {
    const headers = {
      authorization: `Bearer ${key.at(-1)}`,
      'content-type': 'application/json',
      'if-match': '*',
    };
    const reply = await fetch(project + path, { method, headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${method} ${path}: ${await reply.text()}`);
    return reply.json() as Promise<{ id: string }>;
  }

  const list = await fetch(`${project}/releases`, {
    headers: { authorization: `Bearer ${key.at(-1)}` },
  });
  for (const { id } of ((await list.json()) as { data: { id: string }[] }).data) {
    await send('POST', `/releases/${id}/roll-back`, { reason: 'Not of this product' });
  }
  await send('PATCH', '', { name: 'Harbour', url: 'https://harbour.example' });
  for (const release of releases) {
    const { id } = await send('POST', '/releases', release);
    await send('POST', `/releases/${id}/publish`, {});
  }
}

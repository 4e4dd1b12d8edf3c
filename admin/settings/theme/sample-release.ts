import type { FeedRelease } from '../../../contract/feed.ts';

// A file of its own: content, not code, in the shape of a release that the server sends.

/** The release in a theme's preview, with one of everything that has its own colour. */
export const sampleRelease: FeedRelease = {
  id: '00000000-0000-7000-8000-000000000000',
  version: '2.4.0',
  title: 'Boards for every crew',
  displayDate: '2026-10-05',
  displayDateText: '5 October 2026',
  publishedAt: '2026-10-05T09:00:00.000Z',
  major: true,
  pinned: false,
  notes: [
    {
      ...{ id: '00000000-0000-7000-8000-000000000001', kind: 'new', title: 'Crew boards' },
      html: '<p>Each crew has a board of its own. Read <a href="https://example.com/">how crews work</a>.</p>',
    },
    {
      ...{ id: '00000000-0000-7000-8000-000000000002', kind: 'improved', title: '' },
      html: '<p>The timeline opens at today, and <code>t</code> leads back to it.</p>',
    },
    {
      ...{ id: '00000000-0000-7000-8000-000000000003', kind: 'fixed', title: '' },
      html: '<p>Invoices with a discount of 100% can be sent again.</p>',
    },
  ],
};

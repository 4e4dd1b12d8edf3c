/** A complete request and its reply, as sent over HTTP. */
export interface Example {
  title: string;
  /** A line with the method and path, headers, an empty line and the body. */
  request: string;
  /** The status, the relevant headers, an empty line and the body. */
  reply: string;
}

const publicKey = 'pk_4XkC1vQm0sT8';
const release = '019f2c4e-8a10-7c3b-9d52-1f6e0b7a4c21';
const survey = '019f2c4e-7b00-7e11-8c4d-5a9b3e2f1d60';
const visitor = '5e1c9f0a-3b7d-4f26-a8e4-c2d90b6f7183';
const response = '019f2d10-44a0-7b52-8e0f-6d1a2c3b4e5f';
const ticket = '8q2k1z7x.uW3nB0aQ.V7pRk2mYx4TzLq9sHc1eJw';

const plain = 'Content-Type: text/plain';

const feed: Example = {
  title: 'read the panel as an anonymous visitor',
  request: message('POST /v1/feed', plain, {
    project: publicKey,
    want: 'panel',
    locale: 'en',
    seenAt: '2026-06-01T08:00:00.000Z',
  }),
  reply: message('200', 'Content-Type: application/json', {
    tag: 'uW3nB0aQ',
    refreshAfterSeconds: 300,
    revision: 7,
    ticket,
    unread: 1,
    releases: [
      {
        id: release,
        version: '2.4.0',
        title: 'Faster search',
        displayDate: '2026-06-02',
        displayDateText: 'June 2, 2026',
        publishedAt: '2026-06-02T09:00:00.000Z',
        major: false,
        pinned: false,
        notes: [
          {
            id: '019f2c4e-8a11-7d04-b1c7-90e2f3a4b5c6',
            kind: 'improved',
            title: 'Search answers while you type',
            html: '<p>In projects of any size.</p>',
          },
        ],
        survey: {
          kind: 'csat',
          points: 5,
          questions: [
            {
              id: 'reasons',
              kind: 'choices',
              choices: [{ id: 'faster', ratings: [4, 5] }, { id: 'other' }],
            },
            { id: 'comment', kind: 'text' },
          ],
          id: survey,
          version: 1,
        },
      },
    ],
    settings: {
      name: 'Acme',
      url: 'https://acme.example',
      theme: { accent: '#0f766e', radius: 10, corner: 'bottom-start' },
    },
  }),
};

const caller = { project: publicKey, id: response, release, survey, ticket, visitor };

const answer: Example = {
  title: 'send a first answer',
  request: message('POST /v1/responses', plain, {
    ...caller,
    revision: 1,
    state: 'complete',
    rating: 4,
    answers: { reasons: ['faster'] },
    surface: 'api',
    createdAt: '2026-06-02T10:15:00.000Z',
    sentAt: '2026-06-02T10:15:01.000Z',
  }),
  reply: message('201', 'Content-Type: application/json', {
    id: response,
    revision: 1,
    survey,
    release,
    state: 'complete',
    rating: 4,
    answers: { reasons: ['faster'] },
    comment: null,
    occurredAt: '2026-06-02T10:15:00.250Z',
    receivedAt: '2026-06-02T10:15:01.250Z',
  }),
};

const change: Example = {
  title: 'change the answer, with the same id, a higher revision and the complete new answer',
  request: message('POST /v1/responses', plain, {
    ...caller,
    revision: 2,
    state: 'complete',
    rating: 2,
    comment: 'It no longer finds archived items.',
    surface: 'api',
    createdAt: '2026-06-02T16:40:00.000Z',
    sentAt: '2026-06-02T16:40:00.500Z',
  }),
  reply: message('201', 'Content-Type: application/json', {
    id: response,
    revision: 2,
    survey,
    release,
    state: 'complete',
    rating: 2,
    answers: {},
    comment: 'It no longer finds archived items.',
    occurredAt: '2026-06-02T16:40:00.210Z',
    receivedAt: '2026-06-02T16:40:00.710Z',
  }),
};

const publication: Example = {
  title: 'schedule a release for Tuesday at 09:00 in Berlin',
  request: message(
    `POST /api/projects/acme/releases/${release}/publish`,
    'Authorization: Bearer sk_…\nContent-Type: application/json\nIdempotency-Key: publish-2.4.0',
    { at: '2026-06-02T09:00', zone: 'Europe/Berlin' },
  ),
  reply: message('200', 'Content-Type: application/json\nETag: "3"', {
    id: release,
    version: '2.4.0',
    title: 'Faster search',
    displayDate: null,
    expiresAt: null,
    pinned: false,
    major: false,
    silent: false,
    state: 'scheduled',
    publishAt: '2026-06-02T07:00:00.000Z',
    publishedAt: null,
    imported: false,
    yanked: false,
    rolledBackAt: null,
    rollBackReason: null,
    revision: 3,
    createdAt: '2026-05-29T13:20:00.000Z',
    updatedAt: '2026-05-30T08:05:00.000Z',
    notes: [],
  }),
};

/** The examples, by operation id. */
export const examples: Record<string, Example[]> = {
  readFeed: [feed],
  sendResponse: [answer, change],
  publishRelease: [publication],
};

function message(first: string, headers: string, body: object): string {
  return `${first}\n${headers}\n\n${JSON.stringify(body, null, 2)}`;
}

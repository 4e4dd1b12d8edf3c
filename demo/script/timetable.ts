/** How a release was received: the weights of the ratings 1 to 5, and how many visitors rated. */
export interface Reception {
  ratings: readonly [number, number, number, number, number];
  /** The share of visitors who see it in the end; of these, who read it; of these, who rate it. */
  shown: number;
  read: number;
  answered: number;
}

const calm = { shown: 0.62, read: 0.5, answered: 0.2 };
const eager = { shown: 0.74, read: 0.62, answered: 0.24 };

const loved: Reception = { ...eager, ratings: [1, 3, 8, 34, 54] };
const liked: Reception = { ...calm, shown: 0.66, answered: 0.23, ratings: [2, 5, 13, 45, 35] };
const plain: Reception = { ...calm, ratings: [3, 8, 27, 41, 21] };
const mixed: Reception = { ...calm, answered: 0.23, ratings: [8, 20, 28, 30, 14] };
const disliked: Reception = { ...eager, answered: 0.25, ratings: [46, 31, 12, 7, 4] };

/** A time in UTC: so many weeks before the current one, on a day (1 is Monday). */
export interface Moment {
  week: number;
  day: 1 | 2 | 3 | 4 | 5;
  time: string;
}

/** One release of `demo/filling/releases.md`, from its draft to its roll-back, if any. */
export interface TimetableEntry {
  version: string;
  draft: Moment;
  publish: Moment;
  reception: Reception;
  major?: true;
  pinned?: true;
  /** A title that was corrected once it was live. */
  retitle?: Moment & { title: string };
  rollback?: Moment & { reason: string };
}

const at = (week: number, day: Moment['day'], time: string): Moment => ({ week, day, time });

/** When the project was created and its history was imported. */
export const setupTimes = { createdAt: at(12, 1, '08:12'), importedAt: at(12, 1, '08:31') };

/** Oldest first. The twelve weeks before this one are within the 90 days before any of its days. */
export const timetable: readonly TimetableEntry[] = [
  {
    version: '8.0.0',
    draft: at(12, 1, '10:05'),
    publish: at(12, 2, '08:40'),
    reception: loved,
    major: true,
  },
  {
    version: '8.0.1',
    draft: at(11, 3, '09:20'),
    publish: at(11, 3, '13:15'),
    reception: plain,
  },
  {
    version: '8.1.0',
    draft: at(11, 5, '14:02'),
    publish: at(10, 2, '08:55'),
    reception: plain,
  },
  {
    version: '8.2.0',
    draft: at(10, 4, '10:48'),
    publish: at(9, 4, '09:10'),
    reception: liked,
    retitle: { ...at(9, 4, '09:26'), title: 'Search that keeps up' },
  },
  {
    version: '8.2.1',
    draft: at(8, 3, '08:30'),
    publish: at(8, 3, '15:45'),
    reception: mixed,
  },
  {
    version: '8.3.0',
    draft: at(8, 4, '11:33'),
    publish: at(7, 2, '09:00'),
    reception: loved,
  },
  {
    version: '8.4.0',
    draft: at(7, 5, '12:20'),
    publish: at(6, 3, '10:30'),
    reception: mixed,
  },
  {
    version: '8.5.0',
    draft: at(6, 5, '09:41'),
    publish: at(5, 2, '08:20'),
    reception: disliked,
    rollback: {
      ...at(5, 4, '15:36'),
      reason:
        'Nine of ten comments ask for the berth plan back, and saved crew filters are lost. Back to 8.4.0; 8.5.1 will carry the repair.',
    },
  },
  {
    version: '8.5.1',
    draft: at(5, 4, '16:10'),
    publish: at(5, 5, '11:05'),
    reception: liked,
  },
  {
    version: '8.6.0',
    draft: at(4, 1, '13:25'),
    publish: at(4, 4, '09:15'),
    reception: liked,
  },
  {
    version: '8.6.1',
    draft: at(3, 2, '10:00'),
    publish: at(3, 3, '14:20'),
    reception: plain,
  },
  {
    version: '9.0.0',
    draft: at(3, 4, '09:12'),
    publish: at(2, 2, '08:30'),
    reception: loved,
    major: true,
    pinned: true,
  },
  {
    version: '9.0.1',
    draft: at(2, 4, '15:50'),
    publish: at(2, 5, '10:40'),
    reception: plain,
  },
  {
    version: '9.1.0',
    draft: at(2, 5, '13:30'),
    publish: at(1, 3, '09:05'),
    reception: liked,
  },
];

/** What is still to come: one release for tomorrow morning, and an unfinished one. */
export const upcoming = { scheduled: '9.2.0', draft: '9.3.0' } as const;

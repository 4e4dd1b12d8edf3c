import { z } from 'zod';
import { instant } from './fields.ts';

/** An origin whose pages send requests for the project: the snippet is installed there. */
export const sighting = z
  .strictObject({
    origin: z.string().describe('Origin of the pages, such as `https://app.example.com`.'),
    firstSeenAt: instant,
    lastSeenAt: instant.describe(
      'When such a page last sent a request, accurate to about a minute.',
    ),
    isRefused: z
      .boolean()
      .describe('Whether the project’s current allowed origins exclude these pages.'),
  })
  .meta({ id: 'Sighting' });
export type Sighting = z.infer<typeof sighting>;

import { z } from 'zod';
import { instant } from './fields.ts';

/** An origin whose pages send requests for the project: the snippet is installed there. */
export const sighting = z
  .strictObject({
    origin: z.string().describe('Of the pages, such as `https://app.example.com`.'),
    firstSeenAt: instant,
    lastSeenAt: instant.describe('To the minute or so.'),
    isRefused: z
      .boolean()
      .describe('Whether the project’s allowed origins, as they are now, shut these pages out.'),
  })
  .meta({ id: 'Sighting' });
export type Sighting = z.infer<typeof sighting>;

import { z } from 'zod';
import { id } from './fields.ts';
import { problem } from './problem.ts';
import { noteKinds } from './vocabulary.ts';

/** The outcome for one version of an imported changelog. */
export const importedRelease = z.strictObject({
  id: id.nullable().describe('Null in a dry run, and where nothing was made.'),
  version: z.string(),
  title: z.string(),
  displayDate: z.string().nullable(),
  yanked: z.boolean().describe('Marked `[YANKED]` in the file.'),
  line: z.int().describe('Where in the file, from 1.'),
  notes: z.int().describe('How many it has.'),
  kinds: z.partialRecord(z.enum(noteKinds), z.int()).describe('How many of each kind it has.'),
  firstWords: z
    .array(z.strictObject({ kind: z.enum(noteKinds), words: z.string() }))
    .optional()
    .describe('In a dry run: how its first 20 notes begin, as text.'),
  outcome: z
    .enum(['live', 'draft', 'kept', 'skipped'])
    .describe('`kept`: the project had this version already; `skipped`: an empty Unreleased.'),
});

/** The reply to an import: what was read and created, and each line that was not understood. */
export const importReport = z
  .strictObject({
    dryRun: z.boolean().describe('Then nothing was made.'),
    releases: z.array(importedRelease),
    created: z.strictObject({ releases: z.int(), notes: z.int() }),
    kept: z.int().describe('How many versions the project had already.'),
    merged: z
      .array(z.strictObject({ version: z.string(), line: z.int() }))
      .describe('Headings of a version that stood in the file before: their entries joined it.'),
    notUnderstood: z
      .array(z.strictObject({ line: z.int(), text: z.string(), why: z.string() }))
      .describe('Each line that became nothing, and why.'),
  })
  .meta({ id: 'ImportReport' });
export type ImportReport = z.infer<typeof importReport>;

/** One line of the NDJSON reply. The last line is a report or a problem. */
export const importLine = z
  .union([
    z.strictObject({ progress: z.strictObject({ done: z.int(), total: z.int() }) }),
    z.strictObject({ report: importReport }),
    z.strictObject({ problem }),
  ])
  .meta({ id: 'ImportLine' });
export type ImportLine = z.infer<typeof importLine>;

import { z } from 'zod';
import { id } from './fields.ts';
import { problem } from './problem.ts';
import { noteKinds } from './vocabulary.ts';

/** The outcome for one version of an imported changelog. */
export const importedRelease = z.strictObject({
  id: id.nullable().describe('Null in a dry run, and if no release was created.'),
  version: z.string(),
  title: z.string(),
  displayDate: z.string().nullable(),
  yanked: z.boolean().describe('Whether the file marks the version as `[YANKED]`.'),
  line: z.int().describe('Line in the file, from 1.'),
  notes: z.int().describe('Number of notes.'),
  kinds: z.partialRecord(z.enum(noteKinds), z.int()).describe('Number of notes of each kind.'),
  firstWords: z
    .array(z.strictObject({ kind: z.enum(noteKinds), words: z.string() }))
    .optional()
    .describe('In a dry run, the beginnings of the first 20 notes, as plain text.'),
  outcome: z
    .enum(['live', 'draft', 'kept', 'skipped'])
    .describe(
      '`kept`: the project already had this version. `skipped`: the Unreleased section is empty.',
    ),
});

/** The reply to an import: what was read and created, and each line that was not understood. */
export const importReport = z
  .strictObject({
    dryRun: z.boolean().describe('Whether this was a dry run, which creates nothing.'),
    releases: z.array(importedRelease),
    created: z.strictObject({ releases: z.int(), notes: z.int() }),
    kept: z.int().describe('Number of versions that the project already had.'),
    merged: z
      .array(z.strictObject({ version: z.string(), line: z.int() }))
      .describe(
        'Headings of a version that appears earlier in the file. Their entries were added to that version.',
      ),
    notUnderstood: z
      .array(z.strictObject({ line: z.int(), text: z.string(), why: z.string() }))
      .describe('Each line that was not imported, and why.'),
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

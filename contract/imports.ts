import { z } from 'zod';
import { id } from './fields.ts';
import { problem } from './problem.ts';

/** What became of one version of an imported changelog. */
export const importedRelease = z.strictObject({
  /** Null in a dry run, and where nothing was made. */
  id: id.nullable(),
  version: z.string(),
  title: z.string(),
  displayDate: z.string().nullable(),
  yanked: z.boolean(),
  line: z.int(),
  notes: z.int(),
  /** `kept`: the project had this version already; `skipped`: an empty Unreleased. */
  outcome: z.enum(['live', 'draft', 'kept', 'skipped']),
});

/** The reply to an import: what was read, what was made of it, and each line not understood. */
export const importReport = z
  .strictObject({
    dryRun: z.boolean(),
    releases: z.array(importedRelease),
    created: z.strictObject({ releases: z.int(), notes: z.int() }),
    kept: z.int(),
    merged: z.array(z.strictObject({ version: z.string(), line: z.int() })),
    notUnderstood: z.array(z.strictObject({ line: z.int(), text: z.string(), why: z.string() })),
  })
  .meta({ id: 'ImportReport' });
export type ImportReport = z.infer<typeof importReport>;

/** One line of the NDJSON reply; the last one is a report or a problem. */
export const importLine = z
  .union([
    z.strictObject({ progress: z.strictObject({ done: z.int(), total: z.int() }) }),
    z.strictObject({ report: importReport }),
    z.strictObject({ problem }),
  ])
  .meta({ id: 'ImportLine' });
export type ImportLine = z.infer<typeof importLine>;

import { z } from 'zod';
import { filledText, id, instant, origin, text, webAddress } from './fields.ts';
import { limits } from './vocabulary.ts';

const slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/,
    'Must be 1 to 60 lower-case letters, digits and inner hyphens.',
  )
  // In a path either may stand, and an id must not be mistaken for somebody's slug.
  .refine((value) => !id.safeParse(value).success, 'Must not look like an id.');

const settings = {
  name: filledText(limits.nameChars),
  slug,
  url: webAddress.nullable(),
  allowedOrigins: z.array(origin).max(100),
  talliedTraits: z.array(filledText(60)).max(5),
  requireVerified: z.boolean(),
};

/** One host product: the tenant. No allowed origins means that every origin may embed it. */
export const project = z
  .strictObject({
    id,
    publicKey: z.string(),
    ...settings,
    revision: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof project>;

export const projectCreate = z
  .strictObject({
    name: settings.name,
    slug,
    url: settings.url.default(null),
    allowedOrigins: settings.allowedOrigins.default([]),
    talliedTraits: settings.talliedTraits.default([]),
    requireVerified: settings.requireVerified.default(false),
  })
  .meta({ id: 'ProjectCreate' });
export type ProjectCreate = z.infer<typeof projectCreate>;

export const projectEdit = z.strictObject(settings).partial().meta({ id: 'ProjectEdit' });
export type ProjectEdit = z.infer<typeof projectEdit>;

/** A project's slug or id, as it stands in a path. */
export const projectName = text(60);

import { z } from 'zod';
import { id, instant, nonEmptyText, origin, text, webAddress } from './fields.ts';
import { apiKeyCreated } from './keys.ts';
import { ownNetworks } from './networks.ts';
import { theme } from './themes.ts';
import { limits } from './vocabulary.ts';

const slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/,
    'Must be 1 to 60 lower-case letters, digits and inner hyphens.',
  )
  // Paths accept a slug or an id, so a slug must not look like an id.
  .refine((value) => !id.safeParse(value).success, 'Must not look like an id.')
  .describe(
    '1 to 60 lower-case letters, digits and inner hyphens; may stand for the id in a path.',
  );

const settings = {
  name: nonEmptyText(limits.nameChars),
  slug,
  url: webAddress
    .nullable()
    .describe('Where the product lives: relative links in notes start from it.'),
  allowedOrigins: z
    .array(origin)
    .max(100)
    .describe(
      'Whose pages may ask the public routes, such as `https://app.example.com`. Empty: all.',
    ),
  theme: theme.describe('How the widget looks: a new one replaces the old one as a whole.'),
  talliedTraits: z
    .array(nonEmptyText(60))
    .max(5)
    .describe('Names of traits, such as `plan`, by which answers and exposures are counted apart.'),
  requireVerified: z
    .boolean()
    .describe('Whether only answers with a token count; others are kept, and told apart.'),
  ownNetworks,
};

/** One host product: the tenant. If no origins are listed, every origin is allowed. */
export const project = z
  .strictObject({
    id,
    publicKey: z
      .string()
      .describe('`pk_…`, for pages: names the project on the public routes. No secret.'),
    ...settings,
    revision: z
      .int()
      .describe(
        'Raised by every change that a visitor could notice, in releases too. It is not the ETag.',
      ),
    generated: z
      .boolean()
      .describe('Whether its releases, visitors and answers are made up, by `tidings demo`.'),
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
    theme: settings.theme.default({}),
    talliedTraits: settings.talliedTraits.default([]),
    requireVerified: settings.requireVerified.default(false),
    ownNetworks: ownNetworks.default([]),
  })
  .meta({ id: 'ProjectCreate' });
export type ProjectCreate = z.infer<typeof projectCreate>;

/** The reply to the creation of a project. */
export const projectCreated = project
  .extend({
    key: apiKeyCreated
      .optional()
      .describe('For a program: a key of scope `admin` for the new project, shown this once.'),
  })
  .meta({ id: 'ProjectCreated' });

export const projectEdit = z.strictObject(settings).partial().meta({ id: 'ProjectEdit' });
export type ProjectEdit = z.infer<typeof projectEdit>;

/** A project's slug or id, as used in a path. */
export const projectName = text(60);

import { hostilePayload } from './payloads.ts';

/**
 * Every text that is somebody's own choice. First the fields of the API's document, which a test
 * compares with it: `*` stands for any key, `-` for each of a list. Then what comes by other ways.
 */
export const fields = [
  'project /name',
  'project /url',
  'project /allowedOrigins/-',
  'project /talliedTraits/-',
  'release /version',
  'release /title',
  'release /notes/-/title',
  'release /notes/-/body',
  'rollBackRelease /reason',
  'publishRelease /zone',
  'previewMarkdown /markdown',
  'importChangelog /',
  'apiKey /name',
  'checkToken /token',
  'acceptInvitation /name',
  'acceptInvitation /password',
  'acceptInvitation /token',
  'lookUpInvitation /token',
  'lookUpPasswordLink /token',
  'resetPassword /token',
  'resetPassword /password',
  'signIn /password',
  'changePerson /name',
  'changePassword /current',
  'changePassword /next',
  'visitor /project',
  'visitor /token',
  'visitor /traits/*',
  'visitor /version',
  'visitor /locale',
  'visitor /url',
  'visitor /before',
  'visitor /known',
  'visitor /ticket',
  'visitor /answers/*',
  'visitor /answers/*/-',
  'visitor /comment',
  'header Origin',
  'header Host',
  'token sub',
  'token account',
  'token traits',
  'name of a file',
  'address of a page',
] as const;
export type Field = (typeof fields)[number];

/** Hostile text that tells which field it was written into, if it is ever more than text. */
export function hostileText(field: Field, maxChars?: number, variant?: number): string {
  return hostilePayload(fields.indexOf(field), maxChars, variant);
}

/** The same where only addresses are taken: behind the host, or in it. */
export const hostileUrl = (text: string): string => `https://acme.example/${text}`;
export const hostileOrigin = (fieldIndex: number): string =>
  `https://a"onmouseover="hit(${fieldIndex}).example`;

/** A text of a body in the API's document. */
export interface DocumentField {
  field: string;
  method: string;
  path: string;
  mediaType: string;
  /** The keys on the way to it, with `-` and `*`. */
  steps: string[];
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  propertyNames?: Schema;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

interface ApiDocument {
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, Schema> };
}

interface OperationObject {
  operationId: string;
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** All texts that any body of the document has, closed lists and ids among them. */
export function listDocumentFields({ paths, components }: ApiDocument): DocumentField[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId, requestBody }]) =>
      Object.entries(requestBody?.content ?? {}).flatMap(([mediaType, { schema }]) =>
        textsOf(schema, components.schemas).map((steps) => ({
          field: `${groupOf(operationId)} /${steps.join('/')}`,
          ...{ method: method.toUpperCase(), path, mediaType, steps },
        })),
      ),
    ),
  );
}

/** What is made and what is edited has the same fields; so have the requests of visitors. */
function groupOf(operationId: string): string {
  if (/^(readFeed|sendResponse|sendEvents)$/.test(operationId)) return 'visitor';
  return operationId.replace(/^(?:create|edit)([A-Z])/, (_all, letter) => letter.toLowerCase());
}

function textsOf(schema: Schema, known: Record<string, Schema>): string[][] {
  const within = (one: Schema | undefined, ...step: string[]) =>
    one ? textsOf(one, known).map((steps) => [...step, ...steps]) : [];
  const { $ref, type = [], properties = {}, additionalProperties: more } = schema;
  const alternatives = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => list ?? []);
  return [
    ...([type].flat().includes('string') ? [[]] : []),
    ...within($ref === undefined ? undefined : known[$ref.split('/').at(-1) ?? '']),
    ...alternatives.flatMap((one) => within(one)),
    ...Object.entries(properties).flatMap(([name, one]) => within(one, name)),
    ...within(typeof more === 'object' ? more : undefined, '*'),
    ...within(schema.items, '-'),
  ];
}

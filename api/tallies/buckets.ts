import type { Traits } from '../../contract/fields.ts';
import type { Db } from '../db/database.ts';
import { listTalliedValues } from './exposure-tally-queries.ts';

/** The most values of a dimension that are counted separately. Further values count as `other`. */
const maxValues = 50;
const otherValue = 'other';
/** The most releases whose values are cached. Values are read again when needed. */
const maxReleases = 1000;

/** The details of a visitor at an exposure or an answer. Only declared traits are included. */
export interface VisitorDetails {
  version: string | null;
  locale: string | null;
  traits: Traits;
}

/** The value of each dimension, except `all`, that something is counted under. Stored as JSON. */
export type Buckets = Record<string, string>;

/** Returns a visitor's details from a request, with only the traits that the project declares. */
export function visitorDetailsOf(
  request: { version?: string | undefined; locale?: string | undefined },
  traits: Traits,
  declared: readonly string[],
): VisitorDetails {
  const known = declared.flatMap((name) => {
    // Only own properties: every object also inherits a `constructor`.
    const value = Object.hasOwn(traits, name) ? traits[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    version: request.version || null,
    locale: request.locale || null,
    traits: Object.fromEntries(known),
  };
}

/** Something that will be counted. */
export interface Countable {
  projectId: string;
  releaseId: string;
  details: VisitorDetails;
}

/** Chooses the values to count things under, so that tallies stay small whatever is sent. */
export interface BucketRegistry {
  /** Loads the values that are already counted, if these things have values that are not cached. */
  prepare(db: Db, things: readonly Countable[]): Promise<void>;
  choose(thing: Countable): Buckets;
}

type KnownValues = Map<string, Set<string>>;

/** Caches the values of each release. Nodes that add new values at once may exceed the 50. */
export function createBucketRegistry(): BucketRegistry {
  const releases = new Map<string, KnownValues>();

  function knownFor({ projectId, releaseId }: Omit<Countable, 'details'>): KnownValues {
    const key = `${projectId} ${releaseId}`;
    let known = releases.get(key);
    if (!known) {
      if (releases.size >= maxReleases) releases.clear();
      known = new Map();
      releases.set(key, known);
    }
    return known;
  }

  function hasNewValue(thing: Countable): boolean {
    const known = knownFor(thing);
    return dimensionsOf(thing.details).some(([dimension, value]) => {
      const values = known.get(dimension);
      return !values || (!values.has(value) && values.size < maxValues);
    });
  }

  return {
    async prepare(db, things) {
      const found = await listTalliedValues(db, things.filter(hasNewValue));
      for (const { dimension, value, ...release } of found) {
        valuesOf(knownFor(release), dimension).add(value);
      }
    },
    choose(thing) {
      const known = knownFor(thing);
      const chosen = dimensionsOf(thing.details).map(([dimension, value]) => {
        const values = valuesOf(known, dimension);
        if (values.size < maxValues) values.add(value);
        return [dimension, values.has(value) ? value : otherValue];
      });
      return Object.fromEntries(chosen);
    },
  };
}

/** Returns the dimensions and values that a thing is tallied under: `all` and its buckets. */
export function tallyDimensions(buckets: Buckets): [dimension: string, value: string][] {
  return [['all', ''], ...Object.entries(buckets)];
}

/** Leaves out dimensions without a value. The prefix keeps traits from posing as built-in ones. */
function dimensionsOf({ version, locale, traits }: VisitorDetails): [string, string][] {
  const found: [string, string][] = [];
  if (version !== null) found.push(['version', version]);
  if (locale !== null) found.push(['locale', locale]);
  for (const name of Object.keys(traits)) found.push([`trait:${name}`, String(traits[name])]);
  return found;
}

function valuesOf(known: KnownValues, dimension: string): Set<string> {
  const values = known.get(dimension) ?? new Set();
  known.set(dimension, values);
  return values;
}

import type { Traits } from '../../contract/fields.ts';
import type { Db } from '../db/database.ts';
import { listTalliedValues } from './exposure-tally-queries.ts';

/** How many values of a dimension are counted apart; the others together. */
const maxValues = 50;
const otherValue = 'other';
/** Releases whose values are remembered; they are read again when needed. */
const maxReleases = 1000;

/** What is known of a visitor when they saw or answered something. Traits only the declared ones. */
export interface VisitorDetails {
  version: string | null;
  locale: string | null;
  traits: Traits;
}

/** By dimension, the value under which something is counted, besides `all`. Stored as JSON. */
export type Buckets = Record<string, string>;

/** What a request tells of its visitor, of the traits only those that the project declares. */
export function visitorDetailsOf(
  request: { version?: string | undefined; locale?: string | undefined },
  traits: Traits,
  declared: readonly string[],
): VisitorDetails {
  const known = declared.flatMap((name) => {
    // Only what the host gave: every object has a `constructor` too.
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

/** Decides under which values things are counted, so that tallies stay small whatever is sent. */
export interface BucketRegistry {
  /** Learns what is counted already, where these things bring values that are new here. */
  prepare(db: Db, things: readonly Countable[]): Promise<void>;
  choose(thing: Countable): Buckets;
}

type KnownValues = Map<string, Set<string>>;

/** Remembers the values of each release. Nodes that meet new values at once may exceed the 50. */
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

/** The tally dimensions of a counted thing with their values: `all` and those it was put under. */
export function tallyDimensions(buckets: Buckets): [dimension: string, value: string][] {
  return [['all', ''], ...Object.entries(buckets)];
}

/** A dimension of which nothing is known is left out. A trait cannot pass for a built-in one. */
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

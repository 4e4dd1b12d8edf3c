import type { Db } from '../db/database.ts';
import type { EditionRecord, ResponseRecord } from '../db/schema/response-columns.ts';
import { createCounts } from '../tallies/counts.ts';
import { tally } from '../tallies/tallies.ts';
import { addTallies, type TallyKey } from '../tallies/tally-queries.ts';
import { insertEditions, listEditions } from './edition-queries.ts';
import {
  insertResponses,
  listResponsesOfClients,
  listResponsesOfVisitors,
  updateResponses,
} from './queries.ts';

/** The key of a visitor's only response to a survey about a release. */
export interface ResponseKey {
  projectId: string;
  surveyId: string;
  releaseId: string;
  visitorId: string;
}

/** A response with all its editions, in order of receipt. */
export interface ResponseWithEditions {
  record: ResponseRecord;
  editions: EditionRecord[];
}

/** The responses of a batch, with the changes that `save` stores. */
export interface ResponseBatch {
  findByVisitor(key: ResponseKey): ResponseWithEditions | undefined;
  /** Finds the response, of any visitor, that has an edition from this client. */
  findByClient(projectId: string, clientId: string): ResponseWithEditions | undefined;
  /** Adds an edition, and sets the response's record to the one that includes it. */
  addEdition(record: ResponseRecord, edition: EditionRecord): void;
  /** Stores the changes, and moves the tallies from the stored records to the new ones. */
  save(trx: Db, slot: number): Promise<void>;
}

/** The keys by which an answer's response is looked up. */
export interface ResponseLookup extends Omit<ResponseKey, 'visitorId'> {
  visitorId: string | undefined;
  clientId: string;
}

/** Whether the visitor is known. A visitor who is not cannot have answered before. */
export function hasKnownVisitor(lookup: ResponseLookup): lookup is ResponseLookup & ResponseKey {
  return lookup.visitorId !== undefined;
}

/** Loads every response that a batch of answers could change. */
export async function loadResponseBatch(
  trx: Db,
  lookups: readonly ResponseLookup[],
): Promise<ResponseBatch> {
  const byVisitor = new Map<string, ResponseWithEditions>();
  const byClient = new Map<string, ResponseWithEditions>();
  const storedRecords = new Map<ResponseWithEditions, ResponseRecord>();
  const written = new Map<ResponseWithEditions, EditionRecord[]>();

  function track(record: ResponseRecord): ResponseWithEditions {
    const response = { record, editions: [] };
    byVisitor.set(keyOf(record), response);
    return response;
  }

  function attachEdition(response: ResponseWithEditions, edition: EditionRecord): void {
    response.editions.push(edition);
    byClient.set(`${edition.projectId} ${edition.clientId}`, response);
  }

  for (const record of await readResponses(trx, lookups)) storedRecords.set(track(record), record);
  const byId = new Map(
    [...storedRecords].map(([response, { projectId, id }]) => [`${projectId} ${id}`, response]),
  );
  for (const edition of await listEditions(trx, [...storedRecords.values()])) {
    const response = byId.get(`${edition.projectId} ${edition.responseId}`);
    if (response) attachEdition(response, edition);
  }

  return {
    findByVisitor: (key) => byVisitor.get(keyOf(key)),
    findByClient: (projectId, clientId) => byClient.get(`${projectId} ${clientId}`),
    addEdition(record, edition) {
      const response = byVisitor.get(keyOf(record)) ?? track(record);
      response.record = record;
      attachEdition(response, edition);
      written.set(response, [...(written.get(response) ?? []), edition]);
    },
    async save(trx, slot) {
      const counts = createCounts<TallyKey>();
      const added: ResponseRecord[] = [];
      const changed: ResponseRecord[] = [];
      for (const response of written.keys()) {
        const stored = storedRecords.get(response);
        (stored ? changed : added).push(response.record);
        if (stored) tally(counts, stored, { slot, by: -1 });
        tally(counts, response.record, { slot, by: 1 });
      }
      await insertResponses(trx, added);
      await updateResponses(trx, changed);
      await insertEditions(trx, [...written.values()].flat());
      await addTallies(trx, counts.rows());
    },
  };
}

/** Returns each response once, even if it is found by its visitor and by its client. */
async function readResponses(
  trx: Db,
  lookups: readonly ResponseLookup[],
): Promise<ResponseRecord[]> {
  const found = [
    ...(await listResponsesOfVisitors(trx, lookups.filter(hasKnownVisitor))),
    ...(await listResponsesOfClients(trx, lookups)),
  ];
  return [...new Map(found.map((record) => [keyOf(record), record])).values()];
}

function keyOf({ projectId, surveyId, releaseId, visitorId }: ResponseKey): string {
  return `${projectId} ${surveyId} ${releaseId} ${visitorId}`;
}

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

/** What a visitor's one response to a survey about a release is found by. */
export interface ResponseKey {
  projectId: string;
  surveyId: string;
  releaseId: string;
  visitorId: string;
}

/** A response with all its editions, in order of receipt. */
export interface KeptResponse {
  record: ResponseRecord;
  editions: EditionRecord[];
}

/** The responses that a batch is about, as they will be when it is saved. */
export interface ResponseBook {
  ofVisitor(key: ResponseKey): KeptResponse | undefined;
  /** The one of which this client has sent an edition, whoever's it is. */
  ofClient(projectId: string, clientId: string): KeptResponse | undefined;
  /** Adds an edition and what the response is with it. */
  write(record: ResponseRecord, edition: EditionRecord): void;
  /** Stores what was written and moves the tallies from what was counted to what counts now. */
  save(trx: Db, slot: number): Promise<void>;
}

/** Something about to be answered. */
export interface Question extends Omit<ResponseKey, 'visitorId'> {
  visitorId: string | undefined;
  clientId: string;
}

/** Somebody new here cannot have answered it before. */
export function isOfSomeoneKnown(question: Question): question is Question & ResponseKey {
  return question.visitorId !== undefined;
}

/** Reads, in one look, all that a batch of answers could touch. */
export async function openResponses(
  trx: Db,
  questions: readonly Question[],
): Promise<ResponseBook> {
  const byVisitor = new Map<string, KeptResponse>();
  const byClient = new Map<string, KeptResponse>();
  const before = new Map<KeptResponse, ResponseRecord>();
  const written = new Map<KeptResponse, EditionRecord[]>();

  function keep(record: ResponseRecord): KeptResponse {
    const kept = { record, editions: [] };
    byVisitor.set(nameOf(record), kept);
    return kept;
  }

  function addEdition(kept: KeptResponse, edition: EditionRecord): void {
    kept.editions.push(edition);
    byClient.set(`${edition.projectId} ${edition.clientId}`, kept);
  }

  for (const record of await readResponses(trx, questions)) before.set(keep(record), record);
  const byId = new Map(
    [...before].map(([kept, { projectId, id }]) => [`${projectId} ${id}`, kept]),
  );
  for (const edition of await listEditions(trx, [...before.values()])) {
    const kept = byId.get(`${edition.projectId} ${edition.responseId}`);
    if (kept) addEdition(kept, edition);
  }

  return {
    ofVisitor: (key) => byVisitor.get(nameOf(key)),
    ofClient: (projectId, clientId) => byClient.get(`${projectId} ${clientId}`),
    write(record, edition) {
      const kept = byVisitor.get(nameOf(record)) ?? keep(record);
      kept.record = record;
      addEdition(kept, edition);
      written.set(kept, [...(written.get(kept) ?? []), edition]);
    },
    async save(trx, slot) {
      const counts = createCounts<TallyKey>();
      const begun: ResponseRecord[] = [];
      const changed: ResponseRecord[] = [];
      for (const kept of written.keys()) {
        const stored = before.get(kept);
        (stored ? changed : begun).push(kept.record);
        if (stored) tally(counts, stored, { slot, by: -1 });
        tally(counts, kept.record, { slot, by: 1 });
      }
      await insertResponses(trx, begun);
      await updateResponses(trx, changed);
      await insertEditions(trx, [...written.values()].flat());
      await addTallies(trx, counts.rows());
    },
  };
}

/** Each once, though it may be found by its visitor and by its client. */
async function readResponses(trx: Db, questions: readonly Question[]): Promise<ResponseRecord[]> {
  const found = [
    ...(await listResponsesOfVisitors(trx, questions.filter(isOfSomeoneKnown))),
    ...(await listResponsesOfClients(trx, questions)),
  ];
  return [...new Map(found.map((record) => [nameOf(record), record])).values()];
}

function nameOf({ projectId, surveyId, releaseId, visitorId }: ResponseKey): string {
  return `${projectId} ${surveyId} ${releaseId} ${visitorId}`;
}

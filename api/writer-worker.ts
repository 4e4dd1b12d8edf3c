import { serveWriter } from './db/serve-writer.ts';
import { newId } from './ids.ts';
import { answerBatch } from './responses/answer-batch.ts';
import { reportBatch } from './visitors/report-batch.ts';
import { sightingBatch } from './visitors/sighting-batch.ts';

// The thread that writes SQLite, and the rules that run in it.
serveWriter([answerBatch(newId), reportBatch(newId), sightingBatch()]);

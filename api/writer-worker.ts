import { serveWriter } from './db/sqlite/serve-writer.ts';
import { reportBatch } from './exposures/report-batch.ts';
import { heartbeatBatch } from './heartbeats/heartbeat-batch.ts';
import { newId } from './ids.ts';
import { answerBatch } from './responses/answer-batch.ts';

// The thread that writes SQLite, and the batch rules that run in it.
serveWriter([answerBatch(newId), reportBatch(newId), heartbeatBatch()]);

import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/**
 * Writes are expensive, so lines go out in blocks of this many characters, or after this many ms.
 */
const blockChars = 8192;
const maxWaitMs = 250;

// PostgreSQL quotes rows in these fields, and rows contain what visitors wrote.
const redact = { paths: ['err.detail', 'err.where', 'err.internalQuery'], remove: true };

/**
 * Opens the log: JSON on standard output, one object per line. Call `flush` before the process
 * ends.
 */
export function openLog(level: Config['logLevel']): Logger {
  const output = pino.destination({ sync: false });
  const lines = createLineBuffer((block) => output.write(block));
  setInterval(lines.flush, maxWaitMs).unref();
  process.once('exit', () => {
    lines.flush();
    output.flushSync();
  });
  return pino({ level, base: null, redact }, lines);
}

/**
 * Joins lines into blocks. The library could too, but it measures all pending lines at each new
 * line.
 */
function createLineBuffer(writeBlock: (block: string) => void) {
  let pending = '';

  function flush(): void {
    if (pending !== '') writeBlock(pending);
    pending = '';
  }

  function write(line: string): void {
    pending += line;
    if (pending.length >= blockChars) flush();
  }

  return { write, flush };
}

import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/** Each write is dear, so lines go out this many characters at a time, or after this many ms. */
const blockChars = 8192;
const maxWaitMs = 250;

// PostgreSQL quotes rows in these, and rows hold what visitors wrote.
const redact = { paths: ['err.detail', 'err.where', 'err.internalQuery'], remove: true };

/** The log: JSON on standard output, a line each. `flush` it before the process ends. */
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

/** Makes blocks of lines. The library would too, but measures at each line all that waits. */
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

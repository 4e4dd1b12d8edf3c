import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { interruptAt } from '../../support/interrupt.ts';

// Opens the keys of the SQLite database named first, and kills itself in place of the step of this
// number: a statement, or a call that changes a file.

const [, , url = '', step = ''] = process.argv;
const { connect } = await import('../../../api/db/connect.ts');
const { openKeys } = await import('../../../api/open-keys.ts');
const database = connect(url);
let steps = 0;
const count = () => {
  steps += 1;
  if (steps === Number(step)) process.kill(process.pid, 'SIGKILL');
};
for (const name of ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync'] as const) {
  const original = fs[name] as (...args: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      count();
      return original(...args);
    },
  });
}
syncBuiltinESMExports();
countEachStatement();
const secrets = { secret: undefined, secretPrevious: undefined };
await openKeys(database, secrets, { acceptNewSecret: false, now: new Date() });
await database.close();
console.log(`whole after ${steps} steps`);

function countEachStatement(): void {
  // Each one counts the statement and watches for the next.
  interruptAt(1, () => {
    count();
    countEachStatement();
  });
}

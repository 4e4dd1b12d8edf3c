import { acquireServingLock } from '../../api/db/serving-lock.ts';

// A process that holds the serving lock of the database named first until it is killed.

const lock = await acquireServingLock(process.argv[2] ?? '');
console.log('held');
// A lock that nothing refers to would be collected, and released.
process.once('exit', () => void lock.release());
setInterval(() => {}, 1000);

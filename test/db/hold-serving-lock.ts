import { holdServingLock } from '../../api/db/serving-lock.ts';

// A process that holds the serving lock of the database named first until it is killed.

await holdServingLock(process.argv[2] ?? '');
console.log('held');
setInterval(() => {}, 1000);

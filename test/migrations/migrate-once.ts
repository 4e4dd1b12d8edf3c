import { connect } from '../../api/db/connect.ts';
import { migrate } from '../../api/db/migrate.ts';
import { interruptAt } from '../support/interrupt.ts';

// A process that migrates the database named first and prints what it ran. With a number behind it,
// it is killed at that statement, as by a power cut.

const [url = '', statement] = process.argv.slice(2);
const database = connect(url);
if (statement) interruptAt(Number(statement), () => process.kill(process.pid, 'SIGKILL'));
console.log(JSON.stringify(await migrate(database)));
await database.close();

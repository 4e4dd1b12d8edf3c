import { watchChanges } from '../../api/db/change-notices.ts';
import { connect } from '../../api/db/connect.ts';
import { newId } from '../../api/ids.ts';
import { stampDue } from '../../api/releases/publishing.ts';

// A node that has nothing else to do: stamps what is due in the database named first, as if it were
// the moment named second, over and over until the project has a live release. Prints how many
// releases it was the one to stamp.

const [url = '', now = ''] = process.argv.slice(2);
const database = connect(url);
const notices = await watchChanges(database, () => {});
console.log('ready');

let stamped = 0;
for (let live = false; !live; ) {
  stamped += await stampDue({ database, notices, randomId: newId }, new Date(now));
  const query = database.reader.selectFrom('release').select('id').where('state', '=', 'live');
  live = (await query.executeTakeFirst()) !== undefined;
}
console.log(`stamped ${stamped}`);
await notices.stop();
await database.close();

import { setImmediate } from 'node:timers/promises';
import { watchChanges } from '../../api/db/change-notices.ts';
import { connect } from '../../api/db/connect.ts';
import { races } from './race.ts';

// A process that takes part in the race named second in the database named first, as if it were the
// moment named third. It starts when the release's title says `go`, and prints how often it won.

const [url = '', verb = '', moment = ''] = process.argv.slice(2);
const database = connect(url);
const notices = await watchChanges(database, () => {});
console.log('ready');

for (;;) {
  const query = database.reader.selectFrom('release').select(['project_id', 'id']);
  const release = await query.where('title', '=', 'go').executeTakeFirst();
  await setImmediate();
  if (!release) continue;
  const goal = { projectId: release.project_id, releaseId: release.id, now: new Date(moment) };
  console.log(`won ${await races[verb]?.({ database, notices }, goal)}`);
  break;
}
await notices.stop();
await database.close();

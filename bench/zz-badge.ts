import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { postRequest } from './connection.ts';
import { cycle, press } from './load.ts';
import { buildPrograms, pinLoad, startFloor, startTidings } from './programs.ts';
import { askFeed, readFeed } from './visitor.ts';
import { makeWorld } from './world.ts';
process.chdir('/work/main');
await buildPrograms(); pinLoad();
const folder = mkdtempSync('/tmp/badge-');
const databaseUrl = `sqlite:${join(folder, 'feed.db')}`;
const { publicKey } = await makeWorld(databaseUrl);
const server = await startTidings({ databaseUrl, folder });
const want = process.argv[2] ?? 'badge';
let text = askFeed(publicKey, { want: want==='unchanged'?'panel':want });
if (want==='unchanged') { const {tag}=JSON.parse(await readFeed(server,text)); text=askFeed(publicKey,{want:'panel',known:tag}); }
const requests = cycle([postRequest('/v1/feed', text)]);
const { writeFileSync, readFileSync } = await import('node:fs');
writeFileSync(join(folder,'r.json'), await readFeed(server,text));
const floor = await startFloor('bytes', join(folder,'r.json'));
const cpu = (pid:number) => { const f = readFileSync(`/proc/${pid}/stat`,'utf8').split(') ')[1]!.split(' '); return (Number(f[11])+Number(f[12]))*10; };
for (let i=0;i<6;i++) for (const [n,p] of [['ours',server],['floor',floor]] as const) {
  const c0=cpu(p.pid); const r = await press({port:p.port,requests,connections:50,seconds:1.5}); const c=cpu(p.pid)-c0;
  console.log(n, Math.round(r)+'/s', (c*1000/(r*1.5)).toFixed(1)+' µs cpu/request', (c/15).toFixed(0)+'%');
}
await floor.stop(); await server.stop();

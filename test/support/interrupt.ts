import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';

/**
 * Calls `act` in place of the k-th statement (from 1) that this process sends to a database from now
 * on, `begin` and `commit` included: throw to make it fail, or kill the process. Gives a function that
 * ends this and tells whether there was a k-th statement.
 */
export function interruptAt(k: number, act: () => void): () => boolean {
  let sent = 0;
  const count = () => {
    sent += 1;
    if (sent === k) act();
  };
  const restore = [...sqliteMethods(), ...postgresMethods()].map((method) => watch(method, count));
  return () => {
    for (const undo of restore) undo();
    return sent >= k;
  };
}

type Method = (...args: unknown[]) => unknown;

/** A method through which statements go to a database. */
interface StatementMethod {
  owner: Record<string, Method>;
  name: string;
}

function sqliteMethods(): StatementMethod[] {
  const database = new BetterSqlite3(':memory:');
  const owner = Object.getPrototypeOf(database.prepare('select 1'));
  database.close();
  return ['run', 'all'].map((name) => ({ owner, name }));
}

function postgresMethods(): StatementMethod[] {
  return [{ owner: pg.Client.prototype as unknown as StatementMethod['owner'], name: 'query' }];
}

function watch({ owner, name }: StatementMethod, count: () => void): () => void {
  const original = owner[name] as Method;
  owner[name] = function (this: unknown, ...args: unknown[]) {
    count();
    return original.apply(this, args);
  };
  return () => {
    owner[name] = original;
  };
}

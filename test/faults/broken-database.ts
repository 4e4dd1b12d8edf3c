import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';

/** Makes every statement of this process fail as on a broken disk or connection, until it is repaired. */
export function breakDatabase(): () => void {
  const probe = new BetterSqlite3(':memory:');
  const statements = Object.getPrototypeOf(probe.prepare('select 1'));
  probe.close();
  const { all, run } = statements;
  const { query } = pg.Client.prototype;
  const errorWith = (code: string) => Object.assign(new Error('broken by the test'), { code });
  const alwaysFail = () => {
    throw errorWith('SQLITE_IOERR_READ');
  };
  Object.assign(statements, { all: alwaysFail, run: alwaysFail });
  Object.assign(pg.Client.prototype, { query: () => Promise.reject(errorWith('ECONNREFUSED')) });
  return () => {
    Object.assign(statements, { all, run });
    Object.assign(pg.Client.prototype, { query });
  };
}

/** The one object store of our database. */
const table = 'answers';

/** Does one thing with our object store, and resolves when it is on the device for good. */
export type Database = <Result>(
  act: (answers: IDBObjectStore) => IDBRequest<Result>,
) => Promise<Result>;

/**
 * An IndexedDB database whose rows have a `key`. It is opened for each call and closed after it: an
 * open connection would hold up a host that clears its site's data. A call rejects where there is
 * none: denied, full, or missing.
 */
export function databaseOf(name: string): Database {
  return async (act) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore(table, { keyPath: 'key' });
    await end(opening);
    const transaction = opening.result.transaction(table, 'readwrite');
    // It closes when the transaction has ended.
    opening.result.close();
    const request = act(transaction.objectStore(table));
    await end(transaction);
    return request.result;
  };
}

/** A write holds when its transaction is complete, not when its request has succeeded. */
function end(work: IDBRequest | IDBTransaction): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const heard = { onsuccess: resolve, oncomplete: resolve, onerror: reject, onabort: reject };
    Object.assign(work, heard);
  });
}

/** The only object store of our database. */
const storeName = 'answers';

/** Performs one operation on the object store; resolves when its transaction is complete. */
export type AnswerDatabase = <Result>(
  operation: (answers: IDBObjectStore) => IDBRequest<Result>,
) => Promise<Result>;

/**
 * Creates access to an IndexedDB database whose rows have a `key`. It is opened for each call and
 * closed afterwards: an open connection would block a host that clears its site's data. A call
 * rejects if the database is denied, full or missing.
 */
export function createAnswerDatabase(name: string): AnswerDatabase {
  return async (operation) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore(storeName, { keyPath: 'key' });
    await completion(opening);
    const transaction = opening.result.transaction(storeName, 'readwrite');
    // The connection closes when the transaction has ended.
    opening.result.close();
    const request = operation(transaction.objectStore(storeName));
    await completion(transaction);
    return request.result;
  };
}

/** A write is durable when its transaction is complete, not when its request has succeeded. */
function completion(work: IDBRequest | IDBTransaction): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const handlers = { onsuccess: resolve, oncomplete: resolve, onerror: reject, onabort: reject };
    Object.assign(work, handlers);
  });
}

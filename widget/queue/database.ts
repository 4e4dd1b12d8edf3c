/** The one object store of our database. */
const storeName = 'answers';

/** Does one thing with our object store, and resolves when it is on the device for good. */
export type AnswerDatabase = <Result>(
  operation: (answers: IDBObjectStore) => IDBRequest<Result>,
) => Promise<Result>;

/**
 * An IndexedDB database whose rows have a `key`. It is opened for each call and closed after it: an
 * open connection would hold up a host that clears its site's data. A call rejects where there is
 * none: denied, full, or missing.
 */
export function createAnswerDatabase(name: string): AnswerDatabase {
  return async (operation) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore(storeName, { keyPath: 'key' });
    await completion(opening);
    const transaction = opening.result.transaction(storeName, 'readwrite');
    // It closes when the transaction has ended.
    opening.result.close();
    const request = operation(transaction.objectStore(storeName));
    await completion(transaction);
    return request.result;
  };
}

/** A write holds when its transaction is complete, not when its request has succeeded. */
function completion(work: IDBRequest | IDBTransaction): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const handlers = { onsuccess: resolve, oncomplete: resolve, onerror: reject, onabort: reject };
    Object.assign(work, handlers);
  });
}

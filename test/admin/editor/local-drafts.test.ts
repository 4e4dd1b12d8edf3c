// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LocalDrafts } from '../../../admin/editor/saving/local-drafts.ts';
import { removeSavedDrafts } from '../../../admin/editor/saving/recovery-banner.ts';
import { ReleaseSaver } from '../../../admin/editor/saving/release-saver.ts';
import { emptyDraft, toDraft } from '../../../admin/release/draft.ts';
import type { Release } from '../../../contract/releases.ts';

describe('what is typed is stored on the device', () => {
  const desk = { person: 'ann', project: 'acme', release: 'r' };
  // A live release, so that nothing is sent unless it is asked for.
  const live = {
    ...emptyDraft('2.0'),
    ...{ id: 'r', revision: 1, state: 'live' },
  } as unknown as Release;
  const titlesFound = () => new LocalDrafts(desk).listStored().map(([, { draft }]) => draft.title);
  const begin = () => {
    const localDrafts = new LocalDrafts(desk);
    const saver = new ReleaseSaver('/releases', live, localDrafts, () => {});
    const type = (title: string) => saver.write({ ...saver.draft, title });
    return { localDrafts, saver, type };
  };

  /** What is asked of the storage from now on, by the names of its methods. */
  const watchStorage = (setItem?: () => never) => {
    const asked: string[] = [];
    const real = localStorage;
    const get = (_target: Storage, name: string | symbol) => {
      asked.push(String(name));
      const method = name === 'setItem' && setItem ? setItem : Reflect.get(real, name);
      return typeof method === 'function' ? method.bind(real) : method;
    };
    vi.stubGlobal('localStorage', new Proxy(real, { get }));
    return (name: string) => asked.filter((one) => one === name).length;
  };

  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('a moment later and in one go, however long typing continues', () => {
    const { type } = begin();
    const asked = watchStorage();
    for (const title of ['S', 'Sa', 'Sai', 'Sail']) type(title);
    expect(asked('setItem')).toBe(0);
    for (let at = 0; at < 20; at += 1) {
      type(`Sails ${at}`);
      vi.advanceTimersByTime(100);
    }
    expect(titlesFound()[0]).toMatch(/^Sails 1[6-9]$/);
    expect(asked('setItem')).toBeGreaterThan(4);
    expect(asked('setItem')).toBeLessThan(10);
  });

  test('at once where the page is left', () => {
    const { saver, type } = begin();
    type('Sails');
    saver.storeNow();
    expect(titlesFound()).toEqual(['Sails']);
  });

  test('at once where the editor is closed, and no more afterwards', () => {
    const { localDrafts, saver, type } = begin();
    type('Sails');
    saver.stop();
    expect(titlesFound()).toEqual(['Sails']);
    type('Deleted meanwhile');
    localDrafts.remove();
    saver.stop();
    vi.runAllTimers();
    expect(titlesFound()).toEqual([]);
  });

  test('under the name that the release has got meanwhile', () => {
    const { localDrafts, saver, type } = begin();
    type('Sails');
    localDrafts.moveTo('other');
    saver.stop();
    expect(titlesFound()).toEqual([]);
  });

  test('and not where it is as the server has it again', () => {
    const { saver, type } = begin();
    type('Sails');
    saver.storeNow();
    type(live.title);
    vi.runAllTimers();
    expect(titlesFound()).toEqual([]);
    expect(saver.isStored).toBe(true);
  });

  test('or not at all, which is known before the message appears', () => {
    const { saver, type } = begin();
    watchStorage(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    type('Sails');
    saver.storeNow();
    expect(saver.isStored).toBe(false);
  });

  test('and is compared with what the server has once per change', () => {
    const { saver, type } = begin();
    type('Sails');
    expect(saver.isDirty).toBe(true);
    const comparing = vi.spyOn(JSON, 'stringify');
    expect([saver.isDirty, saver.isDirty]).toEqual([true, true]);
    expect(comparing).toHaveBeenCalledTimes(0);
    type(live.title);
    expect(saver.isDirty).toBe(false);
    comparing.mockRestore();
  });

  test('what an earlier visit left is read once, and forgotten where it was saved after all', () => {
    const draft = { ...toDraft(live), title: 'Sails' };
    new LocalDrafts(desk).store(draft, 1);
    const asked = watchStorage();
    const { localDrafts, saver, type } = begin();
    expect(localDrafts.recoverable).toHaveLength(1);
    expect(asked('getItem')).toBe(1);
    type('Sail');
    removeSavedDrafts(saver, localDrafts);
    expect(localDrafts.recoverable).toHaveLength(1);
    type('Sails');
    removeSavedDrafts(saver, localDrafts);
    expect(localDrafts.recoverable).toEqual([]);
    expect(asked('getItem')).toBe(1);
    expect(titlesFound()).toEqual([]);
  });

  test('and stays there while it is saved as a new draft, since its release is gone', () => {
    const { saver, type } = begin();
    vi.stubGlobal('fetch', () => new Promise(() => {}));
    type('Sails');
    void saver.saveAsNew();
    const found = new LocalDrafts({ ...desk, release: 'new' }).listStored();
    expect(found.map(([, { draft }]) => draft.title)).toEqual(['Sails']);
    expect(titlesFound()).toEqual([]);
  });
});

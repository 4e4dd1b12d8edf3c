// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { FeedReader } from '../../../widget/releases/feed/feed-reader.ts';
import { type FakeShell, fakeShell, feedOf, release } from './fake-shell.ts';

let fake: FakeShell;
let reader: FeedReader;
const versions = () => reader.releases.map(({ version }) => version);

beforeEach(() => {
  fake = fakeShell();
  reader = new FeedReader(fake.shell, () => {});
});

/** A server of releases 1 … n, newest first, two on a page. */
function serve(count: number) {
  fake.respond = ({ before }) => {
    const from = Number(before ?? count);
    const page = [from, from - 1].filter((n) => n > 0).map((n) => release(`${n}`));
    return {
      status: 200,
      body: feedOf(page, { tag: `of ${count}`, ...(from > 2 ? { next: `${from - 2}` } : {}) }),
    };
  };
}

describe('what the panel shows', () => {
  test('is kept, and shown at the next visit before the server has answered', async () => {
    serve(2);
    await reader.refresh();
    const next = new FeedReader(fake.shell, () => {});
    next.restore();
    expect(next.releases.map(({ version }) => version)).toEqual(['2', '1']);
    expect(next.state).toBe('loading');
  });

  test('stays when the server says that nothing changed, with the new ticket', async () => {
    serve(2);
    await reader.refresh();
    fake.respond = () => ({ status: 200, body: { unchanged: true, tag: 'of 2', ticket: 'later' } });
    await reader.refresh();
    expect(fake.posted.at(-1)).toMatchObject({ known: 'of 2' });
    expect(reader.ticket).toBe('later');
    expect(versions()).toEqual(['2', '1']);
  });

  test('stays when the server is away, and says so', async () => {
    serve(2);
    await reader.refresh();
    fake.respond = () => undefined;
    await reader.refresh();
    expect(reader.state).toBe('failed');
    expect(versions()).toEqual(['2', '1']);
  });

  test('is read anew in another language, even if nothing else changed', async () => {
    serve(2);
    await reader.refresh();
    fake.shell.visitor.setSwitch('locale', 'ar');
    await reader.refresh();
    expect(fake.posted.at(-1)).toMatchObject({ locale: 'ar' });
    expect(fake.posted.at(-1)).not.toHaveProperty('known');
  });

  test('is gone when somebody else is signed in', async () => {
    serve(2);
    await reader.refresh();
    fake.stored.clear();
    Object.assign(fake.shell.visitor, { owner: '@another' });
    fake.respond = () => undefined;
    await reader.refresh();
    expect(versions()).toEqual([]);
  });

  test('is asked for once more when it changed while a reply was on its way', async () => {
    serve(2);
    await Promise.all([reader.refresh(), Promise.resolve().then(() => reader.refresh())]);
    expect(fake.posted).toHaveLength(2);
  });
});

describe('older releases', () => {
  test('follow the newer ones, to the last', async () => {
    serve(3);
    await reader.refresh();
    expect(reader.hasOlder).toBe(true);
    await reader.loadOlder();
    expect(versions()).toEqual(['3', '2', '1']);
    expect(reader.hasOlder).toBe(false);
  });

  test('are read anew with the rest, so that one taken back goes', async () => {
    serve(3);
    await reader.refresh();
    await reader.loadOlder();
    fake.respond = () => ({ status: 200, body: feedOf([release('3')], { tag: 'fewer' }) });
    await reader.refresh();
    expect(versions()).toEqual(['3']);
  });

  test('stay as they were when the server is away', async () => {
    serve(3);
    await reader.refresh();
    fake.respond = () => undefined;
    await reader.loadOlder();
    expect(versions()).toEqual(['3', '2']);
    expect(reader.isLoadingOlder).toBe(false);
  });
});

describe('a release that a link names', () => {
  test('is looked for in older pages', async () => {
    serve(7);
    await reader.refresh();
    expect((await reader.find('1'))?.version).toBe('1');
  });

  test('is looked for in ten pages and no more', async () => {
    serve(50);
    await reader.refresh();
    expect(await reader.find('1')).toBeUndefined();
    expect(fake.posted).toHaveLength(10);
  });
});

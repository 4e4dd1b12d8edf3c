import type { FeedAnswer } from '../../contract/feed.ts';
import type { StoredBadge } from '../loader/badge.ts';
import type { Core } from '../loader/opening.ts';
import type { CurrentVisitor, Switches } from '../loader/visitor.ts';
import { hasTrackingOptOut } from './do-not-track.ts';
import { openStorage } from './storage.ts';

type AnswersByRelease = Record<string, FeedAnswer>;

/** Returns the visitor, with everything that this device stores about them. */
export function createCurrentVisitor(core: Core): CurrentVisitor {
  const { tag, identity, keyOf } = core;
  const { get, set, allow } = openStorage(core);
  const activate = () => {
    allow();
    if (!get('visitor')) set('visitor', randomId());
  };
  if (tag.storage === 'always' && !hasTrackingOptOut()) activate();

  return {
    identity,
    credentials() {
      if (identity.token) return { token: identity.token };
      const visitor = get<string>('visitor');
      return visitor ? { visitor } : undefined;
    },
    get owner() {
      return keyOf('');
    },
    activate,
    /** A verified visitor's mute applies on all their devices: the server sends it in the feed. */
    get switches() {
      const stored = get<Switches>('switches');
      return { ...stored, muted: stored?.muted || get<StoredBadge>('feed')?.settings?.muted };
    },
    setSwitch(name, value) {
      activate();
      set('switches', { ...get<Switches>('switches'), [name]: value });
      const feed = get<StoredBadge>('feed');
      if (name === 'muted' && feed?.settings?.muted !== undefined) {
        set('feed', { ...feed, settings: { ...feed.settings, muted: value } });
      }
    },
    get seenAt() {
      return get<string>('seen');
    },
    set seenAt(at) {
      set('seen', at);
    },
    answerTo: (release) => get<AnswersByRelease>('mine')?.[release],
    saveAnswer(release, answer) {
      activate();
      set('mine', { ...get<AnswersByRelease>('mine'), [release]: answer });
    },
    get,
    set,
  };
}

/** Returns a UUID of version 4; `crypto.randomUUID` is missing on pages without https. */
function randomId(): string {
  const digit = () => (Number(crypto.getRandomValues(new Uint8Array(1))) & 15).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, digit);
}

import type { Mine } from '../../contract/feed.ts';
import type { KeptFeed } from '../loader/badge.ts';
import type { Core } from '../loader/opening.ts';
import type { Switches, Visitor } from '../loader/visitor.ts';
import { asksNotToBeTracked } from './do-not-track.ts';
import { openStorage } from './storage.ts';

type Said = Record<string, Mine>;

/** The visitor with all that this device keeps of them. */
export function createVisitor(core: Core): Visitor {
  const { tag, identity, keyOf } = core;
  const { get, set, allow } = openStorage(core);
  const act = () => {
    allow();
    if (!get('visitor')) set('visitor', randomId());
  };
  if (tag.storage === 'always' && !asksNotToBeTracked()) act();

  return {
    identity,
    caller() {
      if (identity.token) return { token: identity.token };
      const visitor = get<string>('visitor');
      return visitor ? { visitor } : undefined;
    },
    get owner() {
      return keyOf('');
    },
    act,
    /** A verified visitor's mute holds on all their devices: the server tells it with the feed. */
    get switches() {
      const kept = get<Switches>('switches');
      return { ...kept, muted: kept?.muted || get<KeptFeed>('feed')?.settings?.muted };
    },
    setSwitch(name, value) {
      act();
      set('switches', { ...get<Switches>('switches'), [name]: value });
      const feed = get<KeptFeed>('feed');
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
    mine: (release) => get<Said>('mine')?.[release],
    remember(release, said) {
      act();
      set('mine', { ...get<Said>('mine'), [release]: said });
    },
    get,
    set,
  };
}

/** A UUID of version 4; `crypto.randomUUID` is missing where the page has no https. */
function randomId(): string {
  const digit = () => (Number(crypto.getRandomValues(new Uint8Array(1))) & 15).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, digit);
}

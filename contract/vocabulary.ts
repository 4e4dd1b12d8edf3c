/**
 * The closed lists of words and the limits of Tidings, and the table of a release's transitions.
 * Browsers run this file, so it imports nothing. A list only ever grows, because old widgets meet
 * new servers and the other way round.
 */

export const noteKinds = ['new', 'improved', 'fixed', 'deprecated', 'removed', 'security'] as const;
export type NoteKind = (typeof noteKinds)[number];

export const releaseStates = [
  'draft',
  'scheduled',
  'live',
  'held',
  'rolled_back',
  'archived',
] as const;
export type ReleaseState = (typeof releaseStates)[number];

/** The orders of a list of releases. */
export const releaseOrders = ['newest', 'oldest', 'changed'] as const;
export type ReleaseOrder = (typeof releaseOrders)[number];

/** Weakest first: a role may do everything that the roles before it may. */
export const roles = ['viewer', 'editor', 'publisher', 'owner'] as const;
export type Role = (typeof roles)[number];

/** Whether a role may do everything that another one may. */
export function isAtLeast(role: Role, other: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(other);
}

/** The scopes of API keys, weakest first. */
export const keyScopes = ['read', 'publish', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** The role that a key of each scope has in its project. */
export const roleOfScope = {
  read: 'viewer',
  publish: 'publisher',
  admin: 'owner',
} as const satisfies Record<KeyScope, Role>;

/** The weakest scope whose keys may do everything that a role may. */
export function scopeFor(role: Role): KeyScope {
  return keyScopes.find((scope) => isAtLeast(roleOfScope[scope], role)) ?? 'admin';
}

/** The kinds of outbox messages. */
export type MessageKind = 'release.published' | 'release.rolled_back';

interface Transition {
  from: readonly ReleaseState[];
  to: ReleaseState;
  /** The weakest role that may make the transition. */
  role: Role;
  /** The outbox message about the transition; null for none. */
  message: MessageKind | null;
}

/**
 * Every transition of a release's state. Each key is the verb of its audit entry, as in
 * `release.publish`. `from` is the state at that moment: a scheduled release whose time has come is
 * live.
 */
export const transitions = {
  publish: {
    from: ['draft', 'scheduled'],
    to: 'live',
    role: 'publisher',
    message: 'release.published',
  },
  schedule: { from: ['draft', 'scheduled'], to: 'scheduled', role: 'publisher', message: null },
  unschedule: { from: ['scheduled'], to: 'draft', role: 'publisher', message: null },
  roll_back: {
    from: ['live', 'held'],
    to: 'rolled_back',
    role: 'editor',
    message: 'release.rolled_back',
  },
} as const satisfies Record<string, Transition>;
export type TransitionVerb = keyof typeof transitions;

/** Whether a role may edit a release in this state: editors drafts, publishers any release. */
export function mayEdit(role: Role, state: ReleaseState): boolean {
  return isAtLeast(role, state === 'draft' ? 'editor' : transitions.publish.role);
}

/** Whether a release in this state can be published, scheduled and so on. */
export function isTransitionPossible(verb: TransitionVerb, state: ReleaseState): boolean {
  const from: readonly ReleaseState[] = transitions[verb].from;
  return from.includes(state);
}

export const tokenAlgorithms = ['EdDSA', 'HS256'] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

export const responseStates = ['complete', 'partial', 'dismissed', 'later'] as const;
export type ResponseState = (typeof responseStates)[number];

export const surfaces = ['panel', 'prompt', 'inline', 'link', 'api'] as const;
export type Surface = (typeof surfaces)[number];

/** How well an answer's visitor is known. A `bot` is anonymous and has a known bot's user agent. */
export const identityLevels = ['verified', 'anonymous', 'staff', 'bot'] as const;
export type IdentityLevel = (typeof identityLevels)[number];

/** The identity levels whose answers can count. */
export const countableIdentityLevels = ['verified', 'anonymous'] as const satisfies IdentityLevel[];

/** The states of a held group: no decision yet, counted, or left out. */
export const heldStates = ['held', 'released', 'rejected'] as const;
export type HeldState = (typeof heldStates)[number];

export const eventKinds = ['shown', 'read', 'ran', 'clicked', 'muted', 'unmuted'] as const;
export type EventKind = (typeof eventKinds)[number];

/** Events about a visitor and a release. The other two are the visitor's switch. */
export const exposureKinds = ['shown', 'read', 'ran', 'clicked'] as const;
export type ExposureKind = (typeof exposureKinds)[number];

export const feedWants = ['badge', 'panel'] as const;
export type FeedWant = (typeof feedWants)[number];

/** How a score is shown: `hidden` below 5 answers, `early` below 30 (docs/scores.md#display). */
export const scoreDisplays = ['hidden', 'early', 'normal'] as const;
export type ScoreDisplay = (typeof scoreDisplays)[number];

export const limits = {
  publicBodyBytes: 64 * 1024,
  memberBodyBytes: 1024 * 1024,
  importBytes: 5 * 1024 * 1024,
  markdownBytes: 64 * 1024,
  titleChars: 200,
  versionChars: 100,
  nameChars: 100,
  emailChars: 254,
  passwordMinChars: 10,
  passwordMaxChars: 128,
  reasonChars: 1000,
  searchChars: 100,
  commentChars: 4000,
  notesPerRelease: 1000,
  eventsPerRequest: 50,
  answersPerResponse: 20,
  choicesPerAnswer: 20,
  traits: 50,
  traitChars: 200,
  panelReleases: 20,
  pageMax: 100,
  pageDefault: 50,
} as const;

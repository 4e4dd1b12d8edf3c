import type { SeededRandom } from './seeded-random.ts';

/** One of Harbour's visitors, as Harbour would describe them to us. */
export interface DemoVisitor {
  /** The host's own id of a verified visitor; null for an anonymous one. */
  subject: string | null;
  account: string | null;
  traits: { plan: string; role: string };
  locale: string;
  utcHours: number;
  /** How soon the visitor comes when something is new: 1 for most, more for the curious. */
  keenness: number;
  /** Whether the visitor turns the badge off when first seeing it. */
  mutes: boolean;
}

/** The markets of Harbour, with their weights. */
const places = [
  { locale: 'en-GB', utcHours: 0, weight: 22, accounts: ['Brightwater Marina', 'Field & Fern'] },
  { locale: 'en-US', utcHours: -5, weight: 16, accounts: ['Kestrel Bay Yachts', 'Pier Nine'] },
  { locale: 'de-DE', utcHours: 1, weight: 22, accounts: ['Hafen Nordlicht', 'Förde Marina'] },
  { locale: 'es-ES', utcHours: 1, weight: 13, accounts: ['Puerto Lumen', 'Náutica del Sur'] },
  { locale: 'ja-JP', utcHours: 9, weight: 9, accounts: ['みなと海運', '青葉マリーナ'] },
  { locale: 'ar-AE', utcHours: 4, weight: 10, accounts: ['مرسى النور', 'ميناء الخليج'] },
  { locale: 'fr-FR', utcHours: 1, weight: 8, accounts: ['Port Nové', 'Quai des Brumes'] },
];

const plans = [
  { plan: 'free', weight: 30 },
  { plan: 'team', weight: 48 },
  { plan: 'business', weight: 22 },
];

const jobs = [
  { role: 'office', weight: 38 },
  { role: 'harbourmaster', weight: 24 },
  { role: 'crew', weight: 26 },
  { role: 'owner', weight: 12 },
];

/** Creates visitors. Harbour knows about six in ten by name; each account has one plan. */
export function createVisitors(size: number, random: SeededRandom): DemoVisitor[] {
  const planOf = new Map<string, string>();
  for (const { accounts } of places) {
    for (const account of accounts) planOf.set(account, random.pickWeighted(plans).plan);
  }
  return Array.from({ length: size }, (_, index) => {
    const { locale, utcHours, accounts } = random.pickWeighted(places);
    const account = random.chance(0.6) ? random.pick(accounts) : null;
    const plan = (account && planOf.get(account)) ?? random.pickWeighted(plans).plan;
    return {
      subject: account && `harbour-${index + 1}`,
      account,
      traits: { plan, role: random.pickWeighted(jobs).role },
      locale,
      utcHours,
      keenness: random.chance(0.2) ? random.between(1.5, 3) : random.between(0.6, 1.3),
      mutes: random.chance(0.03),
    };
  });
}

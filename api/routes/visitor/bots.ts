import { isbot } from 'isbot';
import { createBoundedMap } from '../../bounded-map.ts';

// A file of its own: the guard does not depend on user agents, and a table of them tests this.

/** Browsers send few different user agents, so nearly every check finds a cached result. */
const maxKnown = 2000;
const maxChars = 500;

/**
 * Returns a check for user agents of known bots: crawlers, page testers and automated browsers, as
 * the package isbot lists them. It also lists HTTP libraries, which do not count as bots here:
 * an app that calls the API itself sends the name of its library.
 */
export function createBotCheck(): (userAgent: string | undefined) => boolean {
  const known = createBoundedMap<boolean>(maxKnown);

  return (userAgent) => {
    if (!userAgent) return false;
    const name = userAgent.slice(0, maxChars);
    const found = known.get(name);
    if (found !== undefined) return found;
    const isKnownBot = claimsToBePageOrBot.test(name) && isbot(name);
    known.set(name, isKnownBot);
    return isKnownBot;
  };
}

const claimsToBePageOrBot = /^Mozilla\/|bot|crawl|spider/i;

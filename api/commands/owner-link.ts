import type { Config } from '../config.ts';
import { openExisting } from '../db/connect.ts';
import { addressForLinks } from '../db/instance/address.ts';
import { migrate } from '../db/migrate.ts';
import { AppError } from '../errors.ts';
import { createOwnerInvitation } from '../members/first-owner.ts';
import { invitationLink } from '../members/token-links.ts';
import { deleteOwnerLink } from './owner-link-file.ts';

/**
 * `tidings owner-link`: creates a link for the first owner directly in the database, and ends the
 * previous link. Throws `wrong_state` if anyone has signed in to this instance.
 */
export async function createOwnerLinkAt(
  config: Pick<Config, 'databaseUrl' | 'publicUrl' | 'isAddressConfigured'>,
): Promise<{ link: string; expiresAt: string }> {
  const database = await openExisting(config.databaseUrl);
  try {
    await migrate(database);
    const publicUrl = await addressForLinks(database.reader, config);
    const invitation = await createOwnerInvitation(database, new Date());
    deleteOwnerLink(config.databaseUrl);
    if (!invitation) {
      throw new AppError(
        'wrong_state',
        'This instance already has people, so it needs no first owner. Invite someone with: npx tidings member link --project SLUG --role owner',
      );
    }
    return { link: invitationLink(publicUrl, invitation.token), expiresAt: invitation.expiresAt };
  } finally {
    await database.close();
  }
}

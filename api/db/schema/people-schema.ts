import type { Role } from '../../../contract/vocabulary.ts';

/**
 * The rows of people, sessions, members and invitations; part of `Schema`. The first four tables
 * belong to the sign-in library, which calls them user, session, account and verification.
 */
export interface PeopleSchema {
  person: PersonRow;
  person_session: PersonSessionRow;
  person_login: PersonLoginRow;
  person_verification: PersonVerificationRow;
  member: MemberRow;
  invitation: InvitationRow;
}

interface PersonRow {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
  email_verified: 0 | 1;
  image: string | null;
  created_at: string;
  updated_at: string;
}

interface PersonSessionRow {
  id: string;
  /** SHA-256, in hexadecimal. The token itself is only in the cookie. */
  token: string;
  person_id: string;
  /** The library's columns for a network address and a user agent; we pass it neither. */
  address: string | null;
  agent: string | null;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

interface PersonLoginRow {
  id: string;
  person_id: string;
  /** `credential` for a password. The columns of tokens are for other sign-in providers. */
  provider: string;
  /** The person's id at the provider; for a password, the person's own id. */
  subject: string;
  /** Argon2id, as a PHC string. */
  password: string | null;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: string | null;
  refresh_token_expires_at: string | null;
  scope: string | null;
  created_at: string;
  updated_at: string;
}

interface PersonVerificationRow {
  id: string;
  identifier: string;
  value: string;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

interface MemberRow {
  project_id: string;
  person_id: string;
  role: Role;
  /** Raised by every change of the role: the ETag. */
  revision: number;
  created_at: string;
}

interface InvitationRow {
  id: string;
  /** SHA-256. The token itself is only in the link. */
  token_hash: string;
  /** Null for the first owner's invitation, which gives every project that has no owner. */
  project_id: string | null;
  /** The address that the invitation is for; null if anyone who has the link may accept it. */
  email: string | null;
  role: Role;
  created_by: string;
  created_at: string;
  /** Null only for a first owner's link that version 0.1.0 created; the next start replaces it. */
  expires_at: string | null;
  accepted_at: string | null;
  accepted_by: string | null;
}

/** The link with a token. Browsers do not send the part behind `#`, so it is in no server log. */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/admin/#enter=${token}`;
}

/** The link with a token to the page for choosing a new password. */
export function newPasswordLink(publicUrl: string, token: string): string {
  return `${publicUrl}/admin/new-password#enter=${token}`;
}

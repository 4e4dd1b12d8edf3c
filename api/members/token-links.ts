/** The link of a token. It stands behind `#`, which browsers send to no server and into no log. */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/admin/#enter=${token}`;
}

/** The same, to the page where a new password is chosen. */
export function newPasswordLink(publicUrl: string, token: string): string {
  return `${publicUrl}/admin/new-password#enter=${token}`;
}

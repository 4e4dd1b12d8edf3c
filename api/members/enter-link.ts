/** The link of a token. It stands behind `#`, which browsers send to no server and into no log. */
export function enterLink(publicUrl: string, token: string): string {
  return `${publicUrl}/admin/#enter=${token}`;
}

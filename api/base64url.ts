/**
 * The bytes of a base64url text without padding (RFC 4648, section 5); undefined unless it is the one
 * text of these bytes. Node also reads texts whose last character has stray bits, so that one
 * signature would have many spellings.
 */
export function readBase64url(text: string): Buffer<ArrayBuffer> | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

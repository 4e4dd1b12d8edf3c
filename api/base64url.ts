/**
 * Decodes a base64url text without padding (RFC 4648, section 5); returns undefined unless the text
 * is the canonical encoding of its bytes. Node also accepts texts whose last character has stray
 * bits, which would give one signature many encodings.
 */
export function readBase64url(text: string): Buffer<ArrayBuffer> | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

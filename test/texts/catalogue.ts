/** The texts of a catalogue of messages (`{"key": "text"}`, one on each line) that have words. */
export function textsInCatalogue(json: string): { line: number; text: string }[] {
  return json.split('\n').flatMap((entry, at) => {
    const text = /^\s*"[^"]+": "(.*)",?$/.exec(entry)?.[1];
    return text && /\p{L}{2}/u.test(text) ? [{ line: at + 1, text }] : [];
  });
}

import { limits } from '../../contract/vocabulary.ts';
import { Refusal } from '../errors/refusal.ts';

/** A changelog to be imported, and what to call it. */
export interface ChangelogText {
  name: string;
  text: string;
}

const maxBytes = limits.importBytes;

/** Reads a file. Throws a Refusal, in plain words, for one that is too large, empty or no text. */
export async function readChangelogFile(file: File): Promise<ChangelogText> {
  if (file.size > maxBytes) throw tooLarge(file.name, file.size);
  const bytes = await file.arrayBuffer().catch(() => {
    throw refused(
      `Nothing can be read from ${file.name}. If it is a folder, choose the file in it.`,
    );
  });
  return asChangelog(file.name, textIn(file.name, bytes));
}

/** Takes a text as it was pasted. Throws the same. */
export function asChangelog(name: string, text: string): ChangelogText {
  if (text.trim() === '')
    throw refused(`There is nothing in ${name}. Choose a changelog with releases in it.`);
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > maxBytes) throw tooLarge(name, bytes);
  return { name, text };
}

/** A byte that is no text in UTF-8, or a NUL, which no text has: a picture, an archive, UTF-16. */
function textIn(name: string, bytes: ArrayBuffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below.
  }
  throw refused(`No text in UTF-8: ${name}. Choose a changelog in Markdown, such as CHANGELOG.md.`);
}

function tooLarge(name: string, bytes: number): Refusal {
  const size = (bytes / 1024 / 1024).toFixed(1);
  const most = maxBytes / 1024 / 1024;
  return refused(
    `There are ${size} MB in ${name}; at most ${most} MB can be imported. Import it in parts.`,
  );
}

function refused(detail: string): Refusal {
  return new Refusal({ code: 'file_refused', detail });
}

import { limits } from '../../contract/vocabulary.ts';
import { ApiError } from '../errors/api-error.ts';

/** A changelog to import, and its name in messages. */
export interface ChangelogText {
  name: string;
  text: string;
}

const maxBytes = limits.importBytes;

/** Reads a file. Throws `file_refused` if it is too large, empty or not text. */
export async function readChangelogFile(file: File): Promise<ChangelogText> {
  if (file.size > maxBytes) throw tooLargeError(file.name, file.size);
  const bytes = await file.arrayBuffer().catch(() => {
    throw fileError(
      `The browser could not read ${file.name}. If it is a folder, choose the file in it.`,
    );
  });
  return toChangelog(file.name, decodeText(file.name, bytes));
}

/** A changelog from a pasted text. Throws `file_refused` if it is too large or empty. */
export function toChangelog(name: string, text: string): ChangelogText {
  if (text.trim() === '')
    throw fileError(`There is no text in ${name}. Choose a changelog with at least one release.`);
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > maxBytes) throw tooLargeError(name, bytes);
  return { name, text };
}

/** Refuses bytes that are not UTF-8, and NUL, which no text has: a picture, an archive, UTF-16. */
function decodeText(name: string, bytes: ArrayBuffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Reported below.
  }
  throw fileError(
    `Not a text file in UTF-8: ${name}. Choose a changelog in Markdown, such as CHANGELOG.md.`,
  );
}

function tooLargeError(name: string, bytes: number): ApiError {
  const size = (bytes / 1024 / 1024).toFixed(1);
  const maxMegabytes = maxBytes / 1024 / 1024;
  return fileError(
    `At ${size} MB, ${name} is too large. Split it into files of at most ${maxMegabytes} MB.`,
  );
}

function fileError(detail: string): ApiError {
  return new ApiError({ code: 'file_refused', detail });
}

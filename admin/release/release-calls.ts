import type { PublishRequest, Release, ReleaseSummary } from '../../contract/releases.ts';
import { callApi, type List } from '../client.ts';
import type { ApiError } from '../errors/api-error.ts';
import { type ReleaseDraft, toDraft, toRequestBody } from './draft.ts';
import { nextVersion } from './next-version.ts';

/** Which release, and the edition of it that was seen. */
type KnownRelease = Pick<Release, 'id'> & { revision?: number };

/** Reads a release; `path` is that of the project's releases, here and below. */
export async function readRelease(path: string, id: string, signal?: AbortSignal) {
  return (await callApi<Release>(`${path}/${id}`, signal && { signal })).value;
}

/**
 * Makes a release of a draft, or saves it over the edition that is known. Throws a Refusal:
 * `precondition_failed` where that is not the last one any more, and what is wrong with a field.
 */
export async function sendDraft(
  path: string,
  draft: ReleaseDraft,
  known?: Release,
): Promise<Release> {
  const body = toRequestBody(draft, known);
  if (!known) return (await callApi<Release>(path, { method: 'POST', body })).value;
  const ifMatch = etagOf(known);
  return (await callApi<Release>(`${path}/${known.id}`, { method: 'PATCH', body, ifMatch })).value;
}

/** The version that follows the newest of those that there are; empty where none does. */
export async function proposeVersion(path: string, signal?: AbortSignal): Promise<string> {
  const options = signal && { signal };
  const { value } = await callApi<List<ReleaseSummary>>(`${path}?limit=100`, options);
  const versions = value.data.map(({ version }) => version);
  return nextVersion(versions, new Date());
}

/** Makes a draft of the words of a release, under another version and without its dates. */
export function copyRelease(path: string, known: Release, version: string): Promise<Release> {
  const dates = { displayDate: null, expiresAt: null };
  return sendDraft(path, { ...toDraft(known), ...dates, version });
}

/**
 * The edition that is there in the place of the one that was refused, where that is why. It may be our
 * own, of which only the reply was lost.
 */
export async function findConflictingRelease(
  path: string,
  { code }: ApiError,
  { version }: ReleaseDraft,
  known?: Release,
): Promise<Release | undefined> {
  if (code === 'precondition_failed' && known) return readRelease(path, known.id);
  if (code !== 'version_taken' || known) return undefined;
  const search = new URLSearchParams({ search: version, state: 'draft', limit: '100' });
  const { value } = await callApi<List<ReleaseSummary>>(`${path}?${search}`);
  const found = value.data.find((one) => one.version === version);
  return found && readRelease(path, found.id);
}

/** Publishes it now, or at a time: the edition that is known, and no other (`precondition_failed`). */
export function publish(path: string, known: Release, when: PublishRequest): Promise<Release> {
  return postAction(path, known, 'publish', when);
}

/** Makes a scheduled release a draft again. */
export function unschedule(path: string, known: Release): Promise<Release> {
  return postAction(path, known, 'unschedule');
}

/** Takes it back from visitors, for a reason; whatever edition it is, where none is named. */
export function rollBack(path: string, known: KnownRelease, reason: string): Promise<Release> {
  return postAction(path, known, 'roll-back', { reason });
}

/** Deletes what nobody has seen, as it is known. */
export async function deleteRelease(path: string, known: Release): Promise<void> {
  await callApi(`${path}/${known.id}`, { method: 'DELETE', ifMatch: etagOf(known) });
}

async function postAction(
  path: string,
  known: KnownRelease,
  action: string,
  body?: object,
): Promise<Release> {
  const ifMatch = known.revision === undefined ? undefined : etagOf({ revision: known.revision });
  const options = { method: 'POST', body, ...(ifMatch && { ifMatch }) } as const;
  return (await callApi<Release>(`${path}/${known.id}/${action}`, options)).value;
}

/** A release's revision, in quotation marks. */
function etagOf({ revision }: Pick<Release, 'revision'>): string {
  return `"${revision}"`;
}

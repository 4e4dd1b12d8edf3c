import type { PublishRequest, Release, ReleaseSummary } from '../../contract/releases.ts';
import { callApi, type List } from '../client.ts';
import type { ApiError } from '../errors/api-error.ts';
import { type ReleaseDraft, toDraft, toRequestBody } from './draft.ts';
import { nextVersion } from './next-version.ts';

/** A release, and the revision of it that was seen. */
type KnownRelease = Pick<Release, 'id'> & { revision?: number };

/** Reads a release; `path` is that of the project's releases, here and below. */
export async function readRelease(path: string, id: string, signal?: AbortSignal) {
  return (await callApi<Release>(`${path}/${id}`, signal && { signal })).value;
}

/**
 * Creates a release from a draft, or saves the draft over the known release. Throws
 * `precondition_failed` if the release has a newer revision, and the errors of fields.
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

/** The version to propose after the newest release; empty if there is none to propose. */
export async function proposeVersion(path: string, signal?: AbortSignal): Promise<string> {
  const options = signal && { signal };
  const { value } = await callApi<List<ReleaseSummary>>(`${path}?limit=100`, options);
  const versions = value.data.map(({ version }) => version);
  return nextVersion(versions, new Date());
}

/** Creates a draft with the content of a release, another version and no dates. */
export function copyRelease(path: string, known: Release, version: string): Promise<Release> {
  const dates = { displayDate: null, expiresAt: null };
  return sendDraft(path, { ...toDraft(known), ...dates, version });
}

/**
 * The release on the server that caused a conflict; undefined if the error has another cause. It
 * may be our own draft, saved by a request whose reply was lost.
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

/** Publishes or schedules the known revision of a release. Throws `precondition_failed`. */
export function publish(path: string, known: Release, when: PublishRequest): Promise<Release> {
  return postAction(path, known, 'publish', when);
}

/** Makes a scheduled release a draft again. */
export function unschedule(path: string, known: Release): Promise<Release> {
  return postAction(path, known, 'unschedule');
}

/** Rolls a release back for a reason. Without a revision, whatever its current one is. */
export function rollBack(path: string, known: KnownRelease, reason: string): Promise<Release> {
  return postAction(path, known, 'roll-back', { reason });
}

/** Deletes the known revision of a draft or a scheduled release. Throws `precondition_failed`. */
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

/** The ETag of a release: its revision, in quotation marks. */
function etagOf({ revision }: Pick<Release, 'revision'>): string {
  return `"${revision}"`;
}

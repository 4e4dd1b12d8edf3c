import { html, nothing, type TemplateResult } from 'lit';
import type { Project, ProjectEdit } from '../../contract/projects.ts';
import { type ApiResponse, callApi } from '../client.ts';
import type { ApiError } from '../errors/api-error.ts';

/** A project's settings, and their ETag for `If-Match`. */
export interface ProjectSettings {
  project: Project;
  etag: string;
}

/** Reads the settings. `path` is the project's API path. */
export async function readProject(path: string, signal: AbortSignal): Promise<ProjectSettings> {
  return toProjectSettings(await callApi<Project>(path, { signal }));
}

/**
 * Saves the fields of `edit`. Throws an ApiError, `precondition_failed`, if someone else has
 * changed the settings since they were read.
 */
export async function saveProject(
  path: string,
  { etag }: ProjectSettings,
  edit: ProjectEdit,
): Promise<ProjectSettings> {
  return toProjectSettings(
    await callApi<Project>(path, { method: 'PATCH', body: edit, ifMatch: etag }),
  );
}

/** If someone else has saved first, a button that shows what they saved. */
export function staleView(
  error: ApiError | undefined,
  reload: () => void,
): TemplateResult | typeof nothing {
  if (error?.code !== 'precondition_failed') return nothing;
  return html`<p class="row"><button type="button" @click=${reload}>Load their changes</button>
    <span class="note">This discards what you typed here.</span></p>`;
}

function toProjectSettings({ value, etag = '*' }: ApiResponse<Project>): ProjectSettings {
  return { project: value, etag };
}

import { html, nothing, type TemplateResult } from 'lit';
import type { Project, ProjectEdit } from '../../contract/projects.ts';
import { type Answer, ask } from '../client.ts';
import type { Refusal } from '../errors/refusal.ts';

/** A project's settings, and the edition of them for `If-Match`. */
export interface Edition {
  project: Project;
  etag: string;
}

/** Reads the settings. `path` is the project's own. */
export async function readProject(path: string, signal: AbortSignal): Promise<Edition> {
  return editionIn(await ask<Project>(path, { signal }));
}

/**
 * Changes what is given, unless somebody else has changed the settings since they were read: then it
 * throws a Refusal, `precondition_failed`.
 */
export async function saveProject(
  path: string,
  { etag }: Edition,
  edit: ProjectEdit,
): Promise<Edition> {
  return editionIn(await ask<Project>(path, { method: 'PATCH', body: edit, ifMatch: etag }));
}

/** Where somebody else was faster: what they saved can be looked at, before anything is typed again. */
export function staleView(
  refusal: Refusal | undefined,
  readAnew: () => void,
): TemplateResult | typeof nothing {
  if (refusal?.code !== 'precondition_failed') return nothing;
  return html`<p class="row"><button type="button" @click=${readAnew}>Show what they saved</button>
    <span class="note">What you typed here goes.</span></p>`;
}

function editionIn({ value, etag = '*' }: Answer<Project>): Edition {
  return { project: value, etag };
}

import { css } from 'lit';

/** The form beside its preview or, if there is no room for both, one of them at a time. */
export const editorStyles = css`
  .head { position: sticky; z-index: 1; inset-block-start: 0; display: flex; flex-wrap: wrap; align-items: center;
    gap: var(--space-2) var(--space-4); min-height: var(--control); margin: calc(-1 * var(--space-4)) calc(-1 * var(--space-3)) var(--space-4);
    padding: var(--space-3); background: color-mix(in srgb, var(--ground) 92%, transparent); backdrop-filter: blur(6px); }
  .names { display: flex; flex: 1 1 12rem; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-3); min-width: 0; }
  .names h1 { font-size: var(--type-title); }
  .status { display: inline-flex; align-items: center; gap: 0.3rem; max-width: 24rem; color: var(--muted);
    font-size: var(--type-note); overflow-wrap: anywhere; }
  .status .icon { width: 0.9rem; height: 0.9rem; color: var(--good); }
  .status.failed, .status.conflict { color: var(--bad); }
  .actions { flex-wrap: wrap; gap: var(--space-2); }
  .actions menu-button { width: var(--control); }
  .actions menu-button > span { display: grid; }
  .actions menu-button svg { stroke-width: 2.6; }
  .danger-quiet { color: var(--bad); }
  .danger-quiet:hover { background: var(--bad-well); color: var(--bad); }
  .permission-note { margin-block-end: var(--space-3); }
  .banner { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-4); margin-block-end: var(--space-4); padding: var(--space-3) var(--space-4); border-radius: var(--radius);
    background: var(--well); color: var(--muted); overflow-wrap: anywhere; }
  .banner > .message { flex: 1 1 20rem; min-width: 0; }
  .banner > .row { gap: var(--space-2); }
  .banner > .row > button { padding-inline: 0.6rem; }
  .banner > .row > a { margin-inline-end: var(--space-2); }
  .banner a { color: inherit; font-weight: 550; text-decoration: underline; }
  .banner.scheduled { background: var(--calm-well); color: var(--calm); }
  .banner.live { background: var(--good-well); color: var(--good); }
  .banner.held { background: var(--warn-well); color: var(--warn); }
  .banner.rolled_back { background: var(--bad-well); color: var(--bad); }
  .recovery { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); margin-block-end: var(--space-4);
    padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--warn-well); color: var(--warn); }
  .recovery p { flex: 1 1 14rem; overflow-wrap: anywhere; }
  .recovery button { color: var(--text); }
  .views { display: none; gap: 2px; width: fit-content; margin-block-end: var(--space-4); padding: 2px;
    border-radius: var(--radius); background: var(--well); }
  .views button { min-height: 1.875rem; border: 0; background: none; box-shadow: none; color: var(--muted); }
  .views [aria-pressed='true'] { background: var(--raised); color: var(--text); box-shadow: var(--shadow-low); }
  .columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, calc(400px + 2 * var(--space-4) + 2px)); gap: var(--space-5); align-items: start; }
  .write { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); min-width: 0; }
  .fields { display: grid; gap: var(--space-3); padding: var(--space-4); }
  .pair { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); align-items: start; gap: var(--space-3); }
  .pair.even { grid-template-columns: repeat(auto-fit, minmax(min(15.5rem, 100%), 1fr)); }
  summary { width: fit-content; color: var(--muted); font-weight: 550; cursor: pointer; border-radius: 4px; }
  summary:hover { color: var(--text); }
  .more { display: grid; gap: var(--space-4); padding-block-start: var(--space-3); }
  fieldset { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr)); gap: var(--space-3);
    min-width: 0; margin: 0; padding: 0; border: 0; }
  .flag { display: flex; align-items: start; gap: var(--space-2); font-weight: 550; cursor: pointer; }
  .flag input { flex: none; width: 1.125rem; min-height: 1.125rem; margin-block-start: 0.15rem; accent-color: var(--accent); }
  .flag .note { display: block; font-weight: 400; }
  .notes > h2 { margin-block-end: var(--space-2); }
  /* Below the bar, and low enough that the end of the page does not push it under the bar. */
  .preview { position: sticky; inset-block-start: calc(var(--bar, 4.25rem) + var(--space-2)); min-width: 0;
    --preview-height: calc(100dvh - var(--bar, 4.25rem) - 11rem); }
  .preview .error-text { margin-block-start: var(--space-2); font-size: var(--type-note); }
  section.conflict { display: grid; gap: var(--space-3); margin-block-end: var(--space-4); padding: var(--space-4); border-color: var(--bad); }
  .conflict table { width: 100%; border-collapse: collapse; table-layout: fixed; }
  .conflict :is(th, td) { padding: var(--space-2); text-align: start; vertical-align: top; border-block-start: 1px solid var(--line);
    overflow-wrap: anywhere; }
  .conflict thead > tr > * { border: 0; font-size: var(--type-small); color: var(--muted); font-weight: 550; }
  .conflict tbody th { font-weight: 550; }
  .conflict td { white-space: pre-wrap; }
  .conflict tr > :first-child { width: 6.5rem; }
  @media (max-width: 70rem) {
    .views { display: flex; }
    .columns { display: block; }
    .columns[data-view='write'] .preview, .columns[data-view='preview'] .write { display: none; }
    .preview { position: static; --preview-height: calc(100dvh - 11rem); }
  }
  @media (max-width: 52rem) {
    .head { inset-block-start: 3.25rem; }
    .actions { justify-content: end; margin-inline-start: auto; }
    .actions > button { padding-inline: var(--space-3); }
    .pair { grid-template-columns: minmax(0, 1fr); }
    .conflict tbody tr { display: grid; }
    .conflict thead { display: none; }
    .conflict tr > :first-child { width: auto; }
    .conflict tbody td { border: 0; }
    .conflict td[data-of]::before { content: attr(data-of) ': '; display: block; color: var(--muted); font-size: var(--type-small); }
  }
`;

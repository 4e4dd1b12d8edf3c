import { deleteOwnerLink, findOwnerLink, writeOwnerLink } from './commands/owner-link-file.ts';
import { type Config, withoutPassword } from './config.ts';
import type { Deps } from './deps.ts';
import type { OwnerInvitation } from './members/first-owner.ts';
import { invitationLink } from './members/token-links.ts';

/** The terminal that a start prints to; undefined if standard output is a log. */
export type Screen = { write(text: string): unknown } | undefined;

type AnnounceDeps = Pick<Deps, 'config' | 'log' | 'ports'>;

/**
 * Announces the server's address and the first owner's sign-in link: as text on a terminal,
 * otherwise in the log. The link itself is never logged: the log names a file that contains it.
 */
export function announceStart(
  { config, log, ports }: AnnounceDeps,
  invitation: OwnerInvitation | undefined,
  screen: Screen,
): void {
  const url = config.publicUrl.replace(/:0$/, `:${ports.api}`);
  if (screen || !invitation) deleteLinkFile(config, log);
  if (screen) {
    screen.write(`${banner(config, { url, port: ports.api }, invitation)}\n`);
    return;
  }
  const database = withoutPassword(config.databaseUrl);
  log.info({ url, listening: `${config.host}:${ports.api}`, database }, 'serving');
  if (invitation) logLink({ config, log }, url, invitation);
}

/** Prints the host and the port apart, because the host may not be an address to open (0.0.0.0). */
function banner(
  config: Config,
  { url, port }: { url: string; port: number },
  invitation: OwnerInvitation | undefined,
): string {
  return [
    `Tidings is running at ${url}`,
    `  listening  ${config.host}, port ${port}`,
    `  API        ${url}/docs  (OpenAPI: ${url}/openapi.json)`,
    `  demo       ${url}/demo`,
    `  health     ${url}/healthz, ${url}/readyz, ${url}/metrics`,
    `  database   ${withoutPassword(config.databaseUrl)}`,
    'Create an API key with: npx tidings key create --project tidings --scope admin',
    ...(invitation?.token ? [firstSignIn(invitationLink(url, invitation.token))] : []),
  ].join('\n');
}

function firstSignIn(link: string): string {
  return `Sign in for the first time: ${link}\n  The link works once, for 24 hours. npx tidings owner-link prints a new one.`;
}

function logLink(
  { config, log }: Pick<AnnounceDeps, 'config' | 'log'>,
  url: string,
  { token, expiresAt }: OwnerInvitation,
): void {
  const { databaseUrl } = config;
  try {
    const file = token
      ? writeOwnerLink(databaseUrl, invitationLink(url, token))
      : findOwnerLink(databaseUrl);
    const sentence = file
      ? 'The link for the first owner is in this file.'
      : 'The link for the first owner was created by another start. To revoke that link and print a new one, run: npx tidings owner-link';
    log.info({ file, expiresAt }, sentence);
  } catch (err) {
    const sentence =
      'The link for the first owner cannot be written to a file. To print a new one, run: npx tidings owner-link';
    log.error({ err }, sentence);
  }
}

function deleteLinkFile({ databaseUrl }: Config, log: Deps['log']): void {
  try {
    deleteOwnerLink(databaseUrl);
  } catch (err) {
    log.warn({ err }, 'The file with the former link for the first owner cannot be deleted.');
  }
}

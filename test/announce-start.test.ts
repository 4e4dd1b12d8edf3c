import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { announceStart } from '../api/announce-start.ts';
import { readConfig } from '../api/config.ts';

const invitation = { token: 'a-token', expiresAt: '2026-06-02T12:00:00.000Z' };

test('a start on a terminal shows the first owner’s link there, and in no file or log line', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'tidings-test-')), 'tidings.db');
  const formerFile = `${path}.owner-link`;
  writeFileSync(formerFile, 'a former link');
  const config = readConfig({ DATABASE_URL: `sqlite:${path}`, PORT: '0' });
  const logged: string[] = [];
  const shown: string[] = [];
  const log = pino({}, { write: (line) => logged.push(line) });
  const ports = { api: 15_000, demo: 15_001 };
  announceStart({ config, log, ports }, invitation, { write: (text) => shown.push(text) });
  expect(logged).toEqual([]);
  const link = 'http://localhost:15000/admin/#enter=a-token';
  expect(shown.join('')).toContain(`Sign in for the first time: ${link}\n`);
  expect(shown.join('')).toContain('http://localhost:15000/docs');
  expect(existsSync(formerFile)).toBe(false);
});

test('a file that cannot be written leaves the command, which the log names', () => {
  const config = readConfig({ DATABASE_URL: 'sqlite:/proc/nowhere/tidings.db' });
  const logged: string[] = [];
  const log = pino({}, { write: (line) => logged.push(line) });
  announceStart({ config, log, ports: { api: 3000, demo: 3001 } }, invitation, undefined);
  expect(logged.at(-1)).toContain('npx tidings owner-link');
  expect(logged.join('')).not.toContain(invitation.token);
});

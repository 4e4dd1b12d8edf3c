import type { Kysely } from 'kysely';
import { textColumn } from './columns.ts';

/** Creates projects, their keys, and the records of changes to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  await db.schema
    .createTable('instance_secret')
    .addColumn('name', text, (c) => c.notNull().primaryKey())
    .addColumn('value', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('project')
    .addColumn('id', text, (c) => c.notNull().primaryKey())
    .addColumn('slug', text, (c) => c.notNull().unique())
    .addColumn('public_key', text, (c) => c.notNull().unique())
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('url', text)
    .addColumn('allowed_origins', text, (c) => c.notNull())
    .addColumn('theme', text, (c) => c.notNull())
    .addColumn('tallied_traits', text, (c) => c.notNull())
    .addColumn('require_verified', 'integer', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('audit_seq', 'integer', (c) => c.notNull())
    .addColumn('audit_hash', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('updated_at', text, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('api_key')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('prefix', text, (c) => c.notNull())
    .addColumn('hash', text, (c) => c.notNull())
    .addColumn('scope', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('expires_at', text)
    .addColumn('last_used_at', text)
    .addPrimaryKeyConstraint('api_key_pk', ['project_id', 'id'])
    .addUniqueConstraint('api_key_hash', ['project_id', 'hash'])
    .execute();

  await db.schema
    .createTable('token_key')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('algorithm', text, (c) => c.notNull())
    .addColumn('material', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('retired_at', text)
    .addPrimaryKeyConstraint('token_key_pk', ['project_id', 'id'])
    .execute();

  await db.schema
    .createTable('idempotency_key')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('key', text, (c) => c.notNull())
    .addColumn('request_hash', text, (c) => c.notNull())
    .addColumn('reply', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('idempotency_key_pk', ['project_id', 'key'])
    .execute();

  await db.schema
    .createTable('audit_entry')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', text, (c) => c.notNull())
    .addColumn('actor', text, (c) => c.notNull())
    .addColumn('action', text, (c) => c.notNull())
    .addColumn('subject', text, (c) => c.notNull())
    .addColumn('before', text)
    .addColumn('after', text)
    .addColumn('previous_hash', text, (c) => c.notNull())
    .addColumn('hash', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('audit_entry_pk', ['project_id', 'seq'])
    .execute();

  await db.schema
    .createTable('outbox')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('payload', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('claimed_until', text)
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('outbox_pk', ['project_id', 'id'])
    .execute();
}

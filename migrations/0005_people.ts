import type { Kysely } from 'kysely';
import { textColumn } from './columns.ts';

/**
 * Creates people who sign in, their roles in projects, and invitations. The first four tables
 * belong to the sign-in library: its own SQL with our names, frozen here, so that a newer version
 * of the library changes nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  await db.schema
    .createTable('person')
    .addColumn('id', text, (c) => c.notNull().primaryKey())
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('email', text, (c) => c.notNull().unique())
    .addColumn('email_verified', 'integer', (c) => c.notNull())
    .addColumn('image', text)
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('updated_at', text, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('person_session')
    .addColumn('id', text, (c) => c.notNull().primaryKey())
    .addColumn('token', text, (c) => c.notNull().unique())
    .addColumn('person_id', text, (c) => c.notNull().references('person.id').onDelete('cascade'))
    .addColumn('address', text)
    .addColumn('agent', text)
    .addColumn('expires_at', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('updated_at', text, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('person_login')
    .addColumn('id', text, (c) => c.notNull().primaryKey())
    .addColumn('person_id', text, (c) => c.notNull().references('person.id').onDelete('cascade'))
    .addColumn('provider', text, (c) => c.notNull())
    .addColumn('subject', text, (c) => c.notNull())
    .addColumn('password', text)
    .addColumn('access_token', text)
    .addColumn('refresh_token', text)
    .addColumn('id_token', text)
    .addColumn('access_token_expires_at', text)
    .addColumn('refresh_token_expires_at', text)
    .addColumn('scope', text)
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('updated_at', text, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('person_verification')
    .addColumn('id', text, (c) => c.notNull().primaryKey())
    .addColumn('identifier', text, (c) => c.notNull())
    .addColumn('value', text, (c) => c.notNull())
    .addColumn('expires_at', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('updated_at', text, (c) => c.notNull())
    .execute();

  await indexOf(db, 'person_session', 'person_id');
  await indexOf(db, 'person_login', 'person_id');
  await indexOf(db, 'person_verification', 'identifier');

  await db.schema
    .createTable('member')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('person_id', text, (c) => c.notNull().references('person.id'))
    .addColumn('role', text, (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('member_pk', ['project_id', 'person_id'])
    .execute();

  await db.schema
    .createTable('invitation')
    .addColumn('id', text, (c) => c.notNull().primaryKey())
    .addColumn('token_hash', text, (c) => c.notNull().unique())
    .addColumn('project_id', text, (c) => c.references('project.id'))
    .addColumn('email', text)
    .addColumn('role', text, (c) => c.notNull())
    .addColumn('created_by', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('expires_at', text)
    .addColumn('accepted_at', text)
    .addColumn('accepted_by', text)
    .execute();

  await indexOf(db, 'member', 'person_id');
  await indexOf(db, 'invitation', 'project_id');
}

async function indexOf(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  await db.schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
}

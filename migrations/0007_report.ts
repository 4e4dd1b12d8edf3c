import { type Kysely, type RawBuilder, sql } from 'kysely';
import { onPostgres, textColumn } from './columns.ts';

/**
 * Adds what the report of a release reads besides the score. `scored_choices` holds the choices
 * that go with the rating that counts, so that an edit moves the same counts. Each choice is
 * tallied as a value of its question; existing answers are counted here. The index finds the audit
 * entries about a release.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('response')
    .addColumn('scored_choices', textColumn(db), (c) => c.notNull().defaultTo('[]'))
    .execute();
  await keepChoices(db);
  await count(db, 'tally', 'day', sql`, r.scored_day`);
  await count(db, 'tally_total');
  await db.schema
    .createIndex('audit_entry_subject')
    .on('audit_entry')
    .columns(['project_id', 'subject', 'seq'])
    .execute();
}

/**
 * Finds the edition whose rating counts, by the rules of the time: the last edition with a rating,
 * among those given within 14 days of first seeing the release, if there are any. An edition that
 * arrived after a later one of its client is placed right before that one.
 */
async function keepChoices(db: Kysely<unknown>): Promise<void> {
  await sql`
    with placed as (
      select project_id, response_id, state, rating, answers, occurred_at, client_revision,
        min(n) over (partition by project_id, response_id, client_id
          order by client_revision desc) as anchor
      from response_revision
    ), ranked as (
      select e.project_id, e.response_id, e.answers, row_number() over (
        partition by e.project_id, e.response_id
        order by e.anchor desc, e.client_revision desc) as place
      from placed as e
      join response as r on r.project_id = e.project_id and r.id = e.response_id
      left join exposure as x on x.project_id = r.project_id and x.visitor_id = r.visitor_id
        and x.release_id = r.release_id and x.kind = 'shown'
      where e.rating is not null and e.state in ('complete', 'partial')
        and (r.in_window = 0 or ${isInTime(db)})
    )
    update response set scored_choices = ${choicesIn(db)}
    from ranked
    where ranked.project_id = response.project_id and ranked.response_id = response.id
      and ranked.place = 1 and ranked.answers like '%[%'`.execute(db);
}

/** Exact to the millisecond, which is 1.2e-8 of a day. */
function isInTime(db: Kysely<unknown>): RawBuilder<unknown> {
  const seen = sql`coalesce(x.first_at, r.occurred_at)`;
  return onPostgres(db)
    ? sql`e.occurred_at::timestamptz - ${seen}::timestamptz <= interval '14 days'`
    : sql`julianday(e.occurred_at) - julianday(${seen}) < 14.000000005`;
}

/** The answers that are lists, as in `[["reasons","faster"]]`. */
function choicesIn(db: Kysely<unknown>): RawBuilder<unknown> {
  return onPostgres(db)
    ? sql`coalesce((
        select jsonb_agg(jsonb_build_array(question, choice) order by question, choice)::text
        from (select distinct q.key collate "C" as question, c.value collate "C" as choice
          from jsonb_each(ranked.answers::jsonb) as q
          cross join jsonb_array_elements_text(
            case jsonb_typeof(q.value) when 'array' then q.value else '[]' end) as c) as chosen),
        '[]')`
    : sql`(
        select json_group_array(json_array(question, choice))
        from (select distinct q.key as question, c.value as choice
          from json_each(ranked.answers) as q
          cross join json_each(case q.type when 'array' then q.value else '[]' end) as c
          order by 1, 2))`;
}

/** Adds the counts of choices under the keys of the release's other counts. */
async function count(
  db: Kysely<unknown>,
  table: string,
  period?: 'day',
  day: RawBuilder<unknown> = sql``,
): Promise<void> {
  const chosen = onPostgres(db)
    ? sql`cross join jsonb_array_elements(r.scored_choices::jsonb) as c`
    : sql`cross join json_each(r.scored_choices) as c`;
  const [question, choice] = onPostgres(db)
    ? [sql`c.value ->> 0`, sql`c.value ->> 1`]
    : [sql`json_extract(c.value, '$[0]')`, sql`json_extract(c.value, '$[1]')`];
  const key = sql.raw(period ? `, ${period}` : '');
  await sql`
    insert into ${sql.table(table)} (project_id, release_id, survey_id, survey_version,
      dimension, value, surface, standing, in_window, rating, slot${key}, count)
    select r.project_id, r.release_id, r.survey_id, r.survey_version,
      'answer:' || (${question}), ${choice}, r.surface, r.standing, r.in_window, r.scored_rating,
      0${day}, count(*)
    from response as r ${chosen}
    where r.scored_rating is not null and r.quarantined = 0
    group by r.project_id, r.release_id, r.survey_id, r.survey_version, 5, 6, r.surface,
      r.standing, r.in_window, r.scored_rating${day}`.execute(db);
}

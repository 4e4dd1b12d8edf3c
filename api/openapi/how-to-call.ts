/** Rules for all routes, shown on the documentation page and in the OpenAPI description. */
export const howToCall: { topic: string; text: string }[] = [
  {
    topic: 'Member routes, under /api',
    text: 'Send an API key with every request: `Authorization: Bearer sk_…`. A key opens one project. Its scope is a role: `read` is a viewer, `publish` a publisher (who may do all that an editor may), `admin` an owner; each may do all that the ones before it may. The operator makes the first key with `tidings key create`. People who sign in have the session’s cookie instead, from our own pages only, and may in each project what their role there allows. Bodies are `application/json`; unknown fields are refused.',
  },
  {
    topic: 'Public routes, under /v1',
    text: 'They take no API key and no cookie: the body is JSON, sent as `text/plain` so that browsers need no preflight, and its `project` is the public key, `pk_…`; `GET /v1/live` has it in the query. Unknown fields are ignored.',
  },
  {
    topic: 'What a visitor says',
    text: 'A `response` is the whole of it: rating, answers to questions, comment. It is sent to `POST /v1/responses` and read at `GET /api/projects/{project}/releases/{release}/responses`.',
  },
  {
    topic: 'Lists',
    text: 'A list is `{"data": […]}`, a page at a time. While there is more, `Link: <…>; rel="next"` has the address of the next page: follow it as it is.',
  },
  {
    topic: 'Changing and deleting',
    text: '`PATCH` and `DELETE` need `If-Match` with the `ETag` that was read, quotation marks included, or `*`. Without it the answer is 428; where somebody else was faster, 412.',
  },
  {
    topic: 'Sending again',
    text: 'Whatever changes something under `/api` takes an `Idempotency-Key`: the same request with the same key, within a day, acts once and gets the same reply. A response is repeatable by its own `id` and `revision`.',
  },
  {
    topic: 'Refusals',
    text: 'Every refusal is an RFC 9457 problem, `application/problem+json`. Go by `code`, which is stable; show `detail` to people; `errors` points to the fields. With `Retry-After`, trying again after as many seconds makes sense.',
  },
  {
    topic: 'Times',
    text: 'Instants are in UTC, `2026-03-29T07:00:00.000Z`. A time to publish at is local wall time with its zone.',
  },
];

/** Rules for all routes, shown on the documentation page and in the OpenAPI description. */
export const howToCall: { topic: string; text: string }[] = [
  {
    topic: 'Member routes, under /api',
    text: 'Send an API key with every request: `Authorization: Bearer sk_…`. A key gives access to one project, and its scope determines its role: `read` is a viewer, `publish` a publisher (who can do everything that an editor can) and `admin` an owner. Each role can do everything that the roles before it can. The operator creates the first key with `tidings key create`. People who sign in use the session’s cookie instead, which works only on the server’s own pages and gives them their role in each project. Bodies are `application/json`. Unknown fields are rejected.',
  },
  {
    topic: 'Public routes, under /v1',
    text: 'Public routes need no API key and no cookie. The body is JSON, sent as `text/plain` so that browsers need no preflight. Its `project` field is the public key, `pk_…`; `GET /v1/live` takes the public key in the query. Unknown fields are ignored.',
  },
  {
    topic: 'Responses',
    text: 'A `response` contains everything that a visitor says about a release: the rating, the answers to questions and the comment. Send it to `POST /v1/responses`, and read responses at `GET /api/projects/{project}/releases/{release}/responses`.',
  },
  {
    topic: 'Pagination',
    text: 'A list is `{"data": […]}`, one page at a time. If more items follow, the `Link: <…>; rel="next"` header contains the address of the next page. Use the address unchanged.',
  },
  {
    topic: 'Conditional requests',
    text: 'Under `/api/projects`, `PATCH` and `DELETE` require `If-Match` with the `ETag` that you read, including its quotation marks, or `*`. Without the header, the request returns 428. If someone else has changed the object since you read it, the request returns 412.',
  },
  {
    topic: 'Idempotent requests',
    text: 'Every request under `/api/projects` that changes something accepts an `Idempotency-Key`. If you send the same request with the same key again within a day, it takes effect once and returns the same reply. To send a response again safely, use the same `id` and `revision`.',
  },
  {
    topic: 'Errors',
    text: 'Every error of a route under `/api` or `/v1` is an RFC 9457 problem, `application/problem+json`. In programs, rely on `code`, which is stable. Show `detail` to people. `errors` points to the invalid fields. If the reply has a `Retry-After` header, wait that many seconds and retry.',
  },
  {
    topic: 'Times',
    text: 'Timestamps are in UTC, such as `2026-03-29T07:00:00.000Z`. The time at which to publish a release is local wall time with a time zone.',
  },
];

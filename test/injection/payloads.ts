/**
 * Ways out of the places where a text may stand, each of which calls `hit` with a number if anything of
 * it is ever taken for more than text. The last turns the direction of what follows (UAX 9).
 */
export const escapes: ((call: string) => string)[] = [
  (call) => `"'><img src=x: onerror=${call}>`,
  (call) => `</title></textarea><script>${call}</script>`,
  (call) => `</style></script><svg onload=${call}>`,
  (call) => `' autofocus onfocus=${call} x="`,
  (call) => `--></noscript><iframe srcdoc=<script>${call}</script>>`,
  (call) => `javascript:${call}`,
  (call) => `]]><script>${call}</script>`,
  (call) => `{{${call}}}\${${call}}<%=${call}%>`,
  (call) => `<meta http-equiv=refresh content=0;url=javascript:${call}>`,
  (call) => `;}*{color:red/*${call}*/}`,
  (call) => `<base href=//e.test><a href=//e.test/${call}>`,
  (call) => `<x-a onclick=${call}></x-a>\u202e`,
];

/** So many texts of 100 characters have each way out in one of them. */
export const variants = escapes.flatMap((_, at) => (at % 2 === 0 ? [at / 2] : []));

/** As many ways out as there is room for; `turn` says with which to begin, and `mark` is the number. */
export function hostilePayload(fieldIndex: number, maxChars = 1000, variant = 0): string {
  const first = variant * 2;
  let text = '';
  for (const toPayload of [...escapes.slice(first), ...escapes.slice(0, first)]) {
    const payload = toPayload(`hit(${fieldIndex})`);
    if (text.length + payload.length <= maxChars) text += payload;
  }
  return text;
}

/** The numbers in what a page says, whatever says it. */
export function fieldIndexesIn(text: string): number[] {
  return [
    ...new Set([...text.matchAll(/hit\((\d+)\)/g)].map(([, fieldIndex]) => Number(fieldIndex))),
  ];
}

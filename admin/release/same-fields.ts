/** Whether two objects have the same values in the fields of the first: compared one level deep. */
export function hasSameFields<Flat extends object>(one: Flat, other: Flat | undefined): boolean {
  return Object.keys(one).every((key) => one[key as keyof Flat] === other?.[key as keyof Flat]);
}

/** The part of jstat that serves as an oracle; the package has no types of its own. */
declare module 'jstat' {
  const jstat: {
    normal: { inv(p: number, mean: number, std: number): number };
  };
  export = jstat;
}

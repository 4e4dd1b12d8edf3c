/** The text of a file, included in the build. */
declare module '*?raw' {
  const text: string;
  export default text;
}

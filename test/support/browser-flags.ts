/**
 * Containers have no sandbox of their own to give, and a test browser calls nobody unasked. Its user
 * agent is that of a person's browser: "HeadlessChrome" is a known bot, whose answers are kept out of the scores.
 */
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
];

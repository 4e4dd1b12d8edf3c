import { readConfig } from '../../api/config.ts';
import { startServer } from '../../api/server.ts';

/** Starts the server with the number of answers per commit from the first argument. */
const config = { ...readConfig(), answersPerCommit: Number(process.argv[2]) };
const build = {
  folder: new URL('./', import.meta.url),
  widget: new URL('../widget/', import.meta.url),
  dashboard: new URL('../admin/', import.meta.url),
  demoProduct: new URL('../demo/harbour/', import.meta.url),
  changelog: '',
};
const { stop } = await startServer(config, build);
process.once('SIGINT', () => stop(0).then(() => process.exit(0)));

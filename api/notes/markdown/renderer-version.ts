/**
 * Stored beside the HTML; raised whenever the same Markdown would give other HTML than before. On
 * its own, so that who stores it does not load the parsers, which only the worker needs.
 */
export const rendererVersion = 1;

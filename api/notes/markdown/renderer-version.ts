/**
 * Stored with the HTML, and raised whenever the same Markdown renders to other HTML. In a file by
 * itself, so that code that stores it does not load the parsers, which only the worker needs.
 */
export const rendererVersion = 1;

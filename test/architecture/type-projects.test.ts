import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Whether an expression type-checks in a file of the folder, with its `tsconfig.json`. */
function check(folder: string, expression: string): boolean {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, folder, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(String(messageText));
      },
    },
  );
  if (!config) throw new Error(`${folder} has no tsconfig.json`);
  const path = join(root, folder, 'checked.ts');
  const host = ts.createCompilerHost(config.options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, language) =>
    name === path
      ? ts.createSourceFile(name, `export const value = ${expression};`, language)
      : getSourceFile(name, language);
  const program = ts.createProgram([path], config.options, host);
  return program.getSemanticDiagnostics(program.getSourceFile(path)).length === 0;
}

describe('each part of the code type-checks against what is there when it runs', () => {
  test.each([
    ['widget', 'document.title', true],
    ['widget', "Buffer.from('')", false],
    ['widget', 'process.env', false],
    ['api', "Buffer.from('')", true],
    ['api', 'document.title', false],
    ['api', 'localStorage.length', false],
    ['test', "[document.title, Buffer.from('')]", true],
    ['test', 'nowhere', false],
  ])('%s: %s', (folder, expression, isAllowed) => {
    expect(check(folder, expression)).toBe(isAllowed);
  });

  test('the dashboard is checked with the widget, and all of the server with the API', () => {
    const filesOf = (folder: string) => {
      const { config } = ts.readConfigFile(join(root, folder, 'tsconfig.json'), ts.sys.readFile);
      return ts.parseJsonConfigFileContent(config, ts.sys, join(root, folder)).fileNames;
    };
    const has = (folder: string, path: string) => filesOf(folder).includes(join(root, path));
    expect(has('widget', 'admin/main.ts')).toBe(true);
    expect(has('api', 'contract/vocabulary.ts')).toBe(true);
    expect(has('api', 'migrations/index.ts')).toBe(true);
    expect(has('api', 'demo/demo-command.ts')).toBe(true);
    expect(has('test', 'bench/main.ts')).toBe(true);
    expect(has('test', 'test/architecture/type-projects.test.ts')).toBe(true);
  });
});

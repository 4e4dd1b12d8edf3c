/** Reports how much of a step is done; `done` equals `total` when the step ends. */
export type BackupProgress = (step: string, done: number, total: number) => void;

const percentPerLine = 25;

/** Prints one line that changes on a terminal; elsewhere, a line for each quarter of a step. */
export function createProgress(output: NodeJS.WriteStream): BackupProgress {
  let last = '';
  return (step, done, total) => {
    const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
    const rounded = output.isTTY ? percent : percent - (percent % percentPerLine);
    const line = `${step}: ${rounded}%`;
    if (line === last) return;
    last = line;
    if (output.isTTY) output.write(`\r\u001b[K${line}${percent === 100 ? '\n' : ''}`);
    else output.write(`${line}\n`);
  };
}

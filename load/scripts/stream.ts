/**
 * The script that k6 runs. It only names the levels one after another: the streams of a level live in Go, and
 * JavaScript is not in the way of any stamp. Kept as text, so that a bundled agent has it with it.
 */
export const streamScript = `import { open } from 'k6/x/seatrial';

const run = open();

export const options = run.options;

export default function () {
  try {
    for (let level = 0; level < run.levels && run.level(level); level++);
  } finally {
    run.close();
  }
}
`;

import type { FaultBoard } from './fault-board.ts';

const LOOK_MS = 250;

/** Ends the process with status 1, some seconds after it was told to crash. */
export function crashWhenTold(faults: FaultBoard, exit: (status: number) => void): Disposable {
  let toldAt: number | undefined;
  const timer = setInterval(() => {
    const fault = faults.find('crash-loop');
    toldAt = fault ? (toldAt ?? performance.now()) : undefined;
    if (fault && performance.now() - toldAt! >= fault.afterSeconds * 1000) exit(1);
  }, LOOK_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

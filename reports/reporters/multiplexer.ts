import type { Reporter } from './reporter.ts';

/**
 * One reporter made of many. Whatever one of them throws is told to `broken` once, with its name, and that one is
 * left out from then on: a report that cannot be written must not end a trial.
 */
export function multiplex(
  reporters: Readonly<Record<string, Reporter>>,
  broken: (name: string, cause: unknown) => void,
): Required<Reporter> {
  const sound = new Map(Object.entries(reporters));
  const drop = (name: string, cause: unknown): void => {
    if (sound.delete(name)) broken(name, cause);
  };
  const each = (call: (reporter: Reporter) => void): void => {
    for (const [name, reporter] of [...sound]) {
      try {
        call(reporter);
      } catch (cause) {
        drop(name, cause);
      }
    }
  };
  const eachAwaited = async (call: (reporter: Reporter) => void | Promise<void>): Promise<void> => {
    await Promise.all(
      [...sound].map(async ([name, reporter]) => {
        try {
          await call(reporter);
        } catch (cause) {
          drop(name, cause);
        }
      }),
    );
  };
  return {
    journaled: (plan, journal) => each((one) => one.journaled?.(plan, journal)),
    activity: (text) => each((one) => one.activity?.(text)),
    stored: (kind, place) => each((one) => one.stored?.(kind, place)),
    finished: (record) => eachAwaited((one) => one.finished?.(record)),
    close: () => eachAwaited((one) => one.close?.()),
  };
}

import { describe, expect, it } from 'vitest';
import { TruthLog } from '../truth/truth-log.ts';
import { fromBytes, toBytes } from '../wire/bus.ts';
import { LocalBus } from '../wire/local-bus.ts';
import { type Beat, type GenerateCommand, packEvent, subjects } from '../wire/messages.ts';
import { Dispatcher } from './dispatcher.ts';
import type { StreamFailure } from './tts-stream.ts';
import { WorkerDirectory } from './worker-directory.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function setUp(queueLimit = 2) {
  const bus = new LocalBus();
  const directory = new WorkerDirectory(bus, 'api');
  const truth = new TruthLog();
  const dispatcher = new Dispatcher({
    api: 'api',
    bus,
    directory,
    truth,
    queueLimit,
    queueTimeoutMs: 10_000,
  });
  const commands: { pod: string; id: string }[] = [];
  let ids = 0;
  const beat = (pod: string, part: Partial<Beat> = {}) =>
    directory.hear({
      ...{ pod, worker: 'w', operation: 'TTS', model: 'm', release: 'r', capacity: 2, load: 0, ready: true },
      draining: false,
      loads: {},
      ...part,
    });
  return {
    bus,
    beat,
    commands,
    directory,
    dispatcher,
    truth,
    worker(pod: string, accepted = true) {
      bus.subscribe(subjects.worker(pod), ({ data, respond }) => {
        commands.push({ pod, id: fromBytes<GenerateCommand>(data).id });
        respond(toBytes(accepted ? { accepted: true, level: 1 } : { accepted: false, reason: 'capacity' }));
      });
      beat(pod);
    },
    finish(id: string) {
      bus.publish(subjects.stream('api'), packEvent({ id, kind: 'done', dueMs: 0 }, new Uint8Array()));
    },
    start() {
      const ended: (StreamFailure | 'done')[] = [];
      const id = String(++ids);
      const stream = dispatcher.start({
        ...{
          id,
          route: 'bytes',
          arrivedAt: performance.now(),
          model: 'm',
          transcript: 'text',
          run: undefined,
        },
        format: { encoding: 'pcm_s16le', sampleRate: 16_000 },
        timestamps: false,
        sink: { chunk: () => {}, done: () => ended.push('done'), failed: (failure) => ended.push(failure) },
      });
      return { id, ended, stream };
    },
    async [Symbol.asyncDispose]() {
      await dispatcher[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

describe('dispatcher', () => {
  it('spreads streams evenly, queues what finds no room and refuses what the queue cannot hold', async () => {
    await using set = setUp(1);
    set.worker('a');
    set.worker('b');
    const streams = Array.from({ length: 6 }, () => set.start());
    await settle();
    // Level by level: the second stream of a worker only when each has its first.
    const pods = set.commands.map(({ pod }) => pod);
    expect([pods.slice(0, 2).sort(), pods.slice(2).sort()]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(set.dispatcher).toMatchObject({ queued: 1, unserviceable: 0, active: 4 });
    expect(streams[5]?.ended).toEqual(['concurrency_limited']);
    set.finish('1');
    await settle();
    expect(set.commands.at(-1)?.id).toBe('5');
    expect(set.truth.report({}).outcomes).toEqual({ refused: 1, whole: 1 });
  });

  it('gives a stream to another worker when the first is gone or full', async () => {
    await using set = setUp();
    set.beat('gone');
    set.worker('full', false);
    set.start();
    await settle();
    expect(set.dispatcher.queued).toBe(1);
    set.worker('fresh');
    await settle();
    expect(set.commands.at(-1)).toEqual({ pod: 'fresh', id: '1' });
  });

  it('sends nothing to a worker that drains or still loads', async () => {
    await using set = setUp();
    set.beat('a', { draining: true });
    set.beat('b', { ready: false });
    set.start();
    expect(set.dispatcher).toMatchObject({ queued: 1, unserviceable: 1 });
  });

  it('tells the worker when the caller goes away', async () => {
    await using set = setUp();
    set.worker('a');
    const cancelled: string[] = [];
    set.bus.subscribe(subjects.cancel('a'), ({ data }) => cancelled.push(fromBytes<{ id: string }>(data).id));
    set.start().stream.cancel();
    await settle();
    expect(cancelled).toEqual(['1']);
  });
});

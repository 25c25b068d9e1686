import { expect, test } from 'vitest';
import { FixtureError } from '../../kind-fixtures/toolchain/fixture-error.ts';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { CliError, explain, Interrupted, unwrap } from './errors.ts';

const system = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`${code} happened`), { code, ...more });

test.for<[error: unknown, exitCode: number, sentence: RegExp]>([
  [new CliError('usage', 'Say it so.'), 64, /^Say it so\.$/],
  [new CliError('unavailable', 'Go is missing: install it.'), 69, /^Go is missing/],
  [new CliError('internal', 'oh'), 70, /bug of Seatrial's \(oh\)/],
  [new FixtureError('unavailable', 'No disk is left.'), 69, /^No disk is left\.$/],
  [new ProbeError('forbidden', 'list pods: the API server answered 403'), 69, /403\. Check that/],
  [
    system('ECONNREFUSED', { address: '10.0.0.1', port: 6443 }),
    69,
    /^10\.0\.0\.1:6443 cannot be reached: nothing listens there/,
  ],
  [system('ENOSPC', { path: '/x' }), 69, /^\/x cannot be used: the disk is full/],
  [
    Object.assign(new Error('HTTP-Code: 403'), { code: 403, body: '{"message":"pods is forbidden"}' }),
    69,
    /^The API server answered 403: pods is forbidden\.$/,
  ],
  [new Interrupted('Interrupted.'), 130, /^Interrupted\.$/],
  [
    new TypeError('x is not a function\n  at once'),
    70,
    /\(x is not a function\)\. Run it again with --debug/,
  ],
  ['thrown text', 70, /thrown text/],
])('%s', ([error, exitCode, sentence]) => {
  expect(explain(error)).toEqual({ exitCode, sentence: expect.stringMatching(sentence) });
});

test('a refusal becomes an error, a value stays', () => {
  expect(unwrap({ ok: true, value: 3 })).toBe(3);
  expect(() => unwrap({ ok: false, code: 'usage', reason: 'no' })).toThrow(CliError);
});

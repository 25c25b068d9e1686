import { connect } from 'node:net';
import { CliError } from '../errors.ts';

const patienceMs = 5000;

/**
 * Whether anything listens at the address at all, so that a typo costs a sentence and not a whole load. Opens one
 * connection and closes it; asks nothing.
 * @throws the network's error, which the command line explains, or CliError (`unavailable`)
 */
export async function assertReachable(address: string, signal: AbortSignal): Promise<void> {
  const { hostname, port, protocol, host } = new URL(address);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    signal,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
      socket.setTimeout(patienceMs, () =>
        reject(
          new CliError('unavailable', `${host} cannot be reached: no answer in ${patienceMs / 1000} s.`),
        ),
      );
    });
  } catch (error) {
    if (error instanceof AggregateError) throw error.errors[0];
    throw error;
  } finally {
    socket.destroy();
  }
}

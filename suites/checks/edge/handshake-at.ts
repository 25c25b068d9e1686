import type { NetworkProbe, TlsAnswer, TlsRequest } from '../../probes/network/probe.ts';
import type { Settings } from '../../settings.ts';

/** A handshake on port 443 of an address, for a name, trusting whom the settings name. */
export const handshakeAt = (
  network: NetworkProbe,
  host: string,
  address: string,
  { authorities }: Settings,
  signal: AbortSignal,
  maxVersion?: TlsRequest['maxVersion'],
): Promise<TlsAnswer | null> =>
  network.handshake({
    host: address,
    port: 443,
    serverName: host,
    ...(maxVersion && { maxVersion }),
    ...(authorities && { authorities }),
    signal,
  });

import { expect, test } from 'vitest';
import { addressesOf, firstFreeSlot, parseNetwork, parseRoutes } from './addresses.ts';

const table = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
seatrial0	0000E90A	00000000	0001	0	0	0	FCFFFFFF	0	0	0
`;

test('reads the routes of the kernel and leaves the default route out', () => {
  expect(parseRoutes(table)).toEqual([parseNetwork('192.0.2.0/24'), parseNetwork('10.233.0.0/30')]);
});

test('takes the first slot that meets no other network, of any size', () => {
  const slotAmong = (...networks: string[]) => firstFreeSlot(networks.map(parseNetwork));
  expect(slotAmong('192.0.2.0/24')).toBe(0);
  expect(slotAmong('10.233.0.0/30')).toBe(1);
  expect(slotAmong('10.244.0.128/25', '10.96.1.0/24')).toBe(2);
  expect(slotAmong('10.96.0.0/18')).toBe(64);
  expect(slotAmong('10.0.0.0/8')).toBeUndefined();
  expect(firstFreeSlot(['10.233.199.0/30', '10.233.0.0/30'].map(parseNetwork), 199)).toBe(1);
});

test('gives each slot networks of its own', () => {
  expect(addressesOf(7)).toMatchObject({
    hostAddress: '10.233.7.1/30',
    podNetwork: '10.244.7.0/24',
    dnsService: '10.96.7.10',
    apiServer: 'https://10.233.7.2:6443',
  });
});

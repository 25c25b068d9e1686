import type { Endpoint } from '../check.ts';
import type { Platform } from './platform.ts';

/** The platform's endpoint at a base URL, for an API key or without one. */
export const endpointAt = (platform: Platform, url: string, apiKey: string | null): Endpoint => ({
  url: url.replace(/\/+$/, ''),
  headers: platform.headers(apiKey),
  hasApiKey: apiKey !== null,
});

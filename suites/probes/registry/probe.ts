/** Whether an image can be had. */
export type ImageAnswer =
  | { readonly there: true; readonly digest: string }
  | { readonly there: false; readonly why: 'missing' | 'refused'; readonly seen: string };

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/** Asks image registries for manifests (OCI distribution specification). */
export interface RegistryProbe {
  /** One HEAD of the manifest, with the registry's token dance. Throws `ProbeError` where the registry does not answer. */
  find(image: string, credentials?: RegistryCredentials, signal?: AbortSignal): Promise<ImageAnswer>;
}

/**
 * The one name of a GPU model, from the names that labels and exporters give it: `H100`, `A100-PCIe-80GB`,
 * `H100-MIG-1g.10gb`, `L4-shared`. Null where it names no GPU that is known. What makes another GPU of it for a
 * benchmark stays: form factor, memory where a model comes with several, MIG profile, sharing.
 */
export function gpuModelOf(product: string): string | null {
  const parts = /^(.+?)(?:-mig-([\dc.]*\dg\.\d+gb(?:[.+-]me)?))?(-shared)?$/.exec(
    product
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, '-'),
  );
  const [, name = '', profile, shared] = parts ?? [];
  const model = datacenter(bare(name)) ?? workstation(bare(name));
  return model && `${model}${profile ? `-MIG-${profile}` : ''}${shared ?? ''}`;
}

/** As GPU feature discovery read it off the device: a model that nobody here knows is one nevertheless. */
export const gpuModelOfProduct = (product: string): string =>
  gpuModelOf(product) ?? product.trim().replace(/^NVIDIA[- ]/i, '');

const bare = (name: string): string => name.replace(/^nvidia-/, '').replace(/^(tesla|geforce|quadro)-/, '');

const families =
  /^(gb(?:10|200|300)|gh200|b(?:100|200|300)|h(?:20|100|200|800)|l(?:2|4|20|40s?|40g)|a(?:2|10[gm]?|16|30x?|40|100x?|800)|v100|t(?:4g?|10)|p(?:4|40|100)|m60|k80)(?:-(.*))?$/;

/** Sold with several sizes of memory, which are not equally fast. */
const severalMemories = ['A100', 'A800', 'V100', 'P100'];

function datacenter(name: string): string | null {
  const [, family, rest = ''] = families.exec(name) ?? [];
  if (family === undefined) return null;
  const model = family.toUpperCase();
  const form = rest.includes('pcie') ? '-PCIe' : rest.includes('nvl') ? '-NVL' : '';
  const memory = severalMemories.includes(model) ? (/(\d+)gb/.exec(rest)?.[0].toUpperCase() ?? '') : '';
  const virtual = /^\d+[cq]$/.test(rest) ? `-${rest.toUpperCase()}` : '';
  return `${model}${form}${memory && `-${memory}`}${virtual}`;
}

const variants: Readonly<Record<string, string>> = {
  ti: 'Ti',
  super: 'Super',
  ada: 'Ada',
  laptop: 'Laptop',
  workstation: 'Workstation',
};

function workstation(name: string): string | null {
  const [, number, rest = ''] = /^rtx-((?:pro-)?a?\d{4}d?)(?:-(.*))?$/.exec(name) ?? [];
  if (number === undefined) return null;
  const said = rest.includes('max-q') ? ['Max-Q'] : rest.split('-').flatMap((word) => variants[word] ?? []);
  return ['RTX', number.toUpperCase(), ...said].join('-');
}

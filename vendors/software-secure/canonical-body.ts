/** A JSON value in the body. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

/**
 * The text of a JSON body that SoftwareSecure signs: one `key:value` line per leaf, keys in code point order at each
 * level (vendors §4.5). Below the second level, the key contains only the nearest parent, as at the
 * vendor.
 */
export function canonicalizeBody(body: Readonly<Record<string, CanonicalValue>>, prefix = ''): string {
  // The default order is by code point for every key in use; a locale's order would move `orgExtra`.
  return Object.keys(body)
    .sort()
    .map((key) => canonicalizeMember(prefix, key, body[key] ?? null))
    .join('');
}

function canonicalizeMember(prefix: string, key: string, value: CanonicalValue): string {
  if (isList(value)) return value.map((item, index) => canonicalizeItem(`${key}.${index}`, item)).join('');
  if (typeof value === 'object' && value !== null) return canonicalizeBody(value, `${key}.`);
  return `${prefix}${key}:${canonicalizeLeaf(value)}\n`;
}

function canonicalizeItem(key: string, item: CanonicalValue): string {
  if (isList(item)) return item.map((inner, index) => canonicalizeItem(`${key}.${index}`, inner)).join('');
  if (typeof item === 'object' && item !== null) return canonicalizeBody(item, `${key}.`);
  return `${key}:${canonicalizeListLeaf(item)}\n`;
}

function canonicalizeLeaf(value: string | number | boolean | null): string {
  return value === null || value === 0 ? 'null' : String(value);
}

/** Inside lists, the original writes Python literals. */
function canonicalizeListLeaf(value: string | number | boolean | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

function isList(value: CanonicalValue): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}

/**
 * From the names in optimized Yul back to those that the code generator gave.
 *
 *   ir           var_ps_40_mpos    allocate_and_zero_memory_struct_t_struct$_Point_$7_memory_ptr
 *   irOptimized  var_ps_mpos       allocate_and_zero_memory_struct_struct_Point            and `_1`, `_2` to tell equal ones
 *
 * solc's NameSimplifier drops AST ids and marks of types. Applying its rules to all names of `ir`, each or not, tells which of
 * them a short name can stand for; often that is just one.
 * Source: https://github.com/argotorg/solidity/blob/v0.8.37/libyul/optimiser/NameSimplifier.cpp
 * @module
 */

// biome-ignore format: rows exist to be compared
const RULES: readonly (readonly [RegExp, string])[] = [
  [/_\$|\$_/g,                                  '_'],
  [/_[0-9]+([^0-9a-fA-Fx])/g,                   '$1'],
  [/_[0-9]+$/g,                                 ''],
  [/_t_/g,                                      '_'],
  [/__/g,                                       '_'],
  [/(abi_..code.*)_to_.*/g,                     '$1'],
  [/(stringliteral_?[0-9a-f]{4})[0-9a-f]*/g,    '$1'],
  [/tuple_/g,                                   ''],
  [/_memory_ptr/g,                              ''],
  [/_calldata_ptr/g,                            '_calldata'],
  [/_fromStack/g,                               ''],
  [/_storage_storage/g,                         '_storage'],
  [/(storage.*)_?storage/g,                     '$1'],
  [/_memory_memory/g,                           '_memory'],
  [/_contract\$_([^_]*)_?/g,                    '$1_'],
  [/index_access_(t_)?array/g,                  'index_access'],
  [/[0-9]*_$/g,                                 ''],
]

/** Names of real programs stay below 1,000 characters. */
const MAX_NAME = 2_000
/** The rules take time by the square of a name's length at worst: what all names may take, a hundredfold of large programs. */
const MAX_WORK = 4e9

const NAME = /[A-Za-z_$][A-Za-z0-9_$.]*/g

export class YulNames {
  readonly #full = new Map<string, Set<string>>()

  /** @param ir the program as the code generator wrote it */
  constructor(ir: string) {
    // Comments quote the sources; what looks like a name there is none.
    const names = new Set(ir.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '').match(NAME))
    let work = 0
    for (const name of names) {
      if (name.length > MAX_NAME) continue
      if (work >= MAX_WORK) {
        this.#add(name, name)
        continue
      }
      const variants = variantsOf(name)
      work += variants.size * name.length ** 2
      for (const variant of variants) this.#add(variant, name)
    }
  }

  /** The names that `name` may stand for; itself when it is none of a simplified one. */
  full(name: string): readonly string[] {
    for (const candidate of [name, name.replace(/_\d+$/, ''), name.replace(/(_\d+)+$/, '')]) {
      const found = this.#full.get(candidate)
      if (found) return [...found]
    }
    return [name]
  }

  #add(short: string, name: string): void {
    const names = this.#full.get(short)
    if (names) names.add(name)
    else this.#full.set(short, new Set([name]))
  }
}

/** Variants of one name that are kept. */
const MOST_VARIANTS = 64

/** What a name can become: solc leaves out each rule whose result is the name of something else already. */
function variantsOf(name: string): ReadonlySet<string> {
  // With all rules first: that is what most names become.
  const variants = new Set([name, RULES.reduce((short, rule) => applied(short, rule), name)])
  for (const rule of RULES) {
    for (const variant of [...variants]) if (variants.size < MOST_VARIANTS) variants.add(applied(variant, rule))
  }
  return variants
}

function applied(name: string, [pattern, replacement]: (typeof RULES)[number]): string {
  return name.replace(pattern, replacement) || name
}

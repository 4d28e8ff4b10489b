/**
 * Where a contract's variables lie in storage, as solc tells it.
 * @module
 */

/** As solc writes it under `storageLayout`. */
export interface StorageLayout {
  /** State variables, in the order of the layout. */
  readonly storage: readonly StorageVariable[]
  /** By the names that `storage` uses; `null` for a contract without variables. */
  readonly types: Readonly<Record<string, StorageType>> | null
}

/** A state variable, or a member of a struct. */
export interface StorageVariable {
  /** Its name. */
  readonly label: string
  /** Decimal; of a member, counted from the struct's first. */
  readonly slot: string
  /** In bytes, from the slot's low end. */
  readonly offset: number
  /** A name in the layout's `types`. */
  readonly type: string
}

/** A type of variables in storage. Other types stand in it by their names in the layout's `types`. */
export interface StorageType {
  /** `inplace`, `mapping`, `dynamic_array` or `bytes`. */
  readonly encoding: string
  /** As in a declaration: `mapping(address => uint256)`. */
  readonly label: string
  /** Decimal. */
  readonly numberOfBytes: string
  /** Of a struct. */
  readonly members?: readonly StorageVariable[]
  /** Of an array: the type of its elements. */
  readonly base?: string
  /** Of a mapping. */
  readonly key?: string
  /** Of a mapping. */
  readonly value?: string
}

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

export interface StorageVariable {
  readonly label: string
  /** Decimal. */
  readonly slot: string
  readonly offset: number
  readonly type: string
}

export interface StorageType {
  readonly encoding: string
  readonly label: string
  /** Decimal. */
  readonly numberOfBytes: string
  readonly members?: readonly StorageVariable[]
  readonly base?: string
  readonly key?: string
  readonly value?: string
}

/**
 * Storage of the frame's account as a run found and left it, by variable.
 * @module
 */
import { type Address, wordToHex } from '../base/index.ts'
import { type CompiledContract, Storage, type StorageLayout, storageText } from '../solidity/index.ts'
import { preimages, type Recording } from '../trace/index.ts'
import type { StorageRow } from './facts.ts'

/**
 * The slots of a contract that a run looked at or changed, part by part, by ascending slot.
 * @param twin the same call in a build that computes what the optimizer has computed already
 */
export function storageRows(
  recording: Recording,
  address: Address,
  layout: StorageLayout,
  { compilation }: CompiledContract,
  twin: Recording | undefined,
): StorageRow[] {
  const hashed = [...preimages(recording), ...(twin ? preimages(twin) : [])]
  const storage = new Storage(layout, hashed, (name) => compilation.definitions.enumNamed(name))
  const slots = (recording.world?.slots ?? []).filter((one) => one.address === address)
  return slots
    .toSorted((a, b) => (a.slot < b.slot ? -1 : 1))
    .flatMap(({ slot, before, after }): StorageRow[] => {
      const parts = storage.parts(slot)
      if (parts.length === 0)
        return [{ address, slot, path: undefined, type: undefined, before: wordToHex(before), after: wordToHex(after) }]
      const rows = parts.map((part) => ({
        ...{ address, slot, path: part.path, type: part.type },
        ...{ before: storageText(before, part), after: storageText(after, part) },
      }))
      // Of sixteen elements in a slot the one is told that changed.
      return before === after ? rows : rows.filter((row) => row.before !== row.after)
    })
}

/**
 * The sentences of what this room refuses.
 * @module
 */
import { type ErrorMaker, errorsOf } from '../base/index.ts'

export const foundryErrors = {
  'foundry.fileNotFound': 'There is no file {file:quoted} in the project.',
  'foundry.importNotFound':
    '{file}:{line}: the import {path:quoted} leads to no file. If a library is missing, forge install or git submodule update --init --recursive brings it; if a remapping is, write it to remappings.txt.',
  'foundry.badRemapping':
    '{place}: {remapping:quoted} is no remapping; write prefix=folder/ or context:prefix=folder/.',
  'foundry.unlinked': '{contract} needs the library {library}, which was not compiled.',
} as const

/** Every code that an error of this room can have. */
export type FoundryErrorCode = keyof typeof foundryErrors

/** An error of this room, with its English sentence. */
export const foundryError: ErrorMaker<typeof foundryErrors> = errorsOf(foundryErrors)

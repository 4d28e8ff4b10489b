/**
 * The first bytes of a recording file. They show whether a transfer changed line ends or cut the eighth bit.
 * @module
 */
export const SIGNATURE = [0x89, 0x4d, 0x4c, 0x4e, 0x0d, 0x0a, 0x1a, 0x0a] as const
/** 0x89 and `MLN`: what a transfer as text leaves as it is. */
const NAME_BYTES = 4

/** Whether these bytes begin like a recording file. */
export function isRecordingFile(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte)
}

/** Whether they are meant as one: its name is there, even if what comes behind was damaged. */
export function beginsAsRecording(bytes: Uint8Array): boolean {
  return SIGNATURE.slice(0, NAME_BYTES).every((byte, index) => bytes[index] === byte)
}

/**
 * `memlane/debugger`: a debugger for any surface: state that keys change, and a screen of it.
 * @module
 */
export { Debugger, type DebuggerTarget, type OwnedBytes, PANES, type Pane, type Prompt, ROW_BYTES } from './debugger.ts'
export { opcodeName } from './instructions.ts'
export { KEYS, type Key, keyLines } from './key.ts'
export { type Mark, type MemoryWindow, memoryWindow } from './memoryPane.ts'
export {
  type Effect,
  effectsOf,
  headOf,
  type MomentHead,
  originsText,
  type Selection,
  type SelectionWriter,
  type StackItem,
  type StepHead,
  selectionOf,
  shortWord,
  stackOf,
} from './moment.ts'
export { backOut, backOver, out, over } from './moves.ts'
export { debuggerScreen, LEAST_HEIGHT, LEAST_WIDTH } from './screen.ts'

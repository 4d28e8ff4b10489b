/**
 * What a lesson is: a program, and a tour through its run. Each step of the tour says where to stand, what to select and
 * what there is to see. Texts hold no numbers of their own: those in braces are read from the run.
 *
 *   {size}            bytes of memory before the step        {word:0x40}    a word of memory, in hex
 *   {sizeAfter}       bytes of memory behind it              {number:0x40}  the same as a number
 *   {cost} {base} {expansion}   what the step costs          {byte:0x9f}    a byte, in hex
 *   {opcode} {step}   of the step                            {text:0xa0:3}  bytes as text
 *   {fmp}             the word at 0x40                       {stack:0}      an item of the stack, in hex
 *   {outputSize}      bytes that were returned               {count:0}      the same as a number
 *   {price:704}       gas of so many bytes of memory         {object:a}     where the map finds an object
 *   {linearEnd}       the last size without a quadratic part {value:a}      its value
 * @module
 */
import type { Input } from '../engine/input.ts'

/** A text in each language. */
export interface Both {
  readonly en: string
  readonly zh: string
}

/** Where to stand: a stop as the debugger's `g` takes it, `section:3` of mnemonics, `start` or `end`. */
export interface Spot {
  readonly stop: string
  /** Which of several, from 1; -1 for the last one. */
  readonly nth?: number
  /** So many steps later. */
  readonly after?: number
}

export interface TourStep {
  readonly at: Spot
  /** A byte to select: its offset, or where an object begins and so many bytes on. */
  readonly select?: number | { readonly object: string; readonly plus?: number }
  readonly text: Both
}

export interface Lesson {
  /** Of its title too. */
  readonly id: string
  readonly input: Pick<Input, 'kind' | 'name' | 'text'> & Partial<Input>
  readonly steps: readonly TourStep[]
}

/**
 * What each rule of the sanitizer says, in English: what happened, the likely cause, and what to do instead.
 *
 *   '[{op} at step {step} writes {range}[, {bytes} of {victim}].]'
 *
 * `{name}` is a part of a finding, which comes as text. A clause in brackets goes when one of its parts is not known.
 * `{Object}` and `{Victim}` begin a sentence.
 * @module
 */
import type { RuleId } from '../../check/index.ts'

/** The texts of one rule. */
export interface RuleTexts {
  /** With the names of a finding; no full stop. */
  readonly title: string
  /** Without any names: for lists of rules. */
  readonly short: string
  /** Sentences, each in brackets. */
  readonly happened: string
  /** The likely cause: no names, with a full stop. */
  readonly cause: string
  /** What to do instead. */
  readonly instead: string
}

export const enFindings: Readonly<Record<RuleId, RuleTexts>> = {
  R01: {
    title: 'Free memory pointer overwritten',
    short: 'Free memory pointer overwritten',
    happened:
      '[{op} at step {step} ({line}) writes {range}[ and so changes the free memory pointer from {before} to {after}].][ {reader} at step {readStep} ({readLine}) uses it as an address.]',
    cause: 'assembly uses 0x40 as scratch space, or a copy to 0x00 is longer than 64 bytes.',
    instead:
      'stay within 0x00–0x3f or start at `mload(0x40)`; if 0x40 has to be used, save the word first and put it back before the block ends.',
  },
  R02: {
    title: 'Zero slot is not zero',
    short: 'Zero slot is not zero',
    happened:
      '[{op} at step {step} ({line}) puts {after} into the zero slot.][ {reader} at step {readStep} ({readLine}) reads it[ as the length of {object}, which is empty and should have length 0].]',
    cause: 'assembly uses more than 0x00–0x5f for a hash or a call and leaves 0x60 dirty.',
    instead: 'put 0 back into 0x60 before the block ends, or build the data at `mload(0x40)`.',
  },
  R03: {
    title: 'Memory read after it was released',
    short: 'Memory read after it was released',
    happened:
      '[{op} at step {step} ({line}) moves the free memory pointer back[ from {before} to {after}][ and releases {object}].][ {Victim} is then placed there[, written at step {overwriteStep}].][ {reader} at step {readStep} ({readLine}) still reads it[ as {object}][: {afterValue}, not {beforeValue}].]',
    cause: 'memory is freed while a variable still points into it.',
    instead: 'lower the pointer only when nothing that was allocated since is used again; copy results out first.',
  },
  R04: {
    title: 'Free memory pointer below its first value',
    short: 'Free memory pointer below its first value',
    happened:
      '[{op} at step {step} ({line}) sets the free memory pointer to {after}.][ In this code free memory begins at {first}[; {reserved} holds local variables of the compiler].]',
    cause: 'assembly resets the pointer to 0x80 by hand.',
    instead: 'go back only to a value read from `mload(0x40)` in the same call.',
  },
  R05: {
    title: 'Write past the end of {object}[, into {victim}]',
    short: 'Write past the end of an object, into another',
    happened:
      '[{op} at step {step} ({line}) writes {range}[ through the pointer of {object}, which ends at {end}].][ {bytes}[ of {part}] change from {before} to {after}[; {reader} at step {readStep} ({readLine}) reads them].]',
    cause: 'a store of 32 bytes where fewer are left, a loop one round too long, or a length that was not checked.',
    instead:
      'load the last word, change only the bytes that belong to the object, store it again; or allocate to the next multiple of 32.',
  },
  R06: {
    title: 'Allocation smaller than its length',
    short: 'Allocation smaller than its length',
    happened:
      '[{op} at step {step} ({line}) gives {object} the length {length}[, but the allocation[ ({made})] has {bytes}: its size passes 2^256 and starts again at 0].]',
    cause: 'length × 32 without a check.',
    instead: 'refuse lengths above 2^64 − 1 before multiplying; solc does so from 0.6.5 on.',
  },
  R07: {
    title: 'Unallocated data overwritten by an allocation',
    short: 'Unallocated data overwritten by an allocation',
    happened:
      '[{op} at step {step} ({line}) writes {range}, past the free memory pointer[ loaded at {pointerLine}][, which is moved only to {allocatedEnd}[ ({made})]].][ {Victim} is then allocated there[ ({victimMade})].][ {reader} at step {readStep} ({readLine}) reads[ {readRange} and finds] what was written at step {overwriteStep}.]',
    cause: 'memory is used without being allocated, or more of it than was, and code in between allocates.',
    instead: 'raise the free memory pointer past all of the data first, or read it before anything else can allocate.',
  },
  R08: {
    title: 'Bytes used that were never written',
    short: 'Bytes used that were never written',
    happened:
      '[{op} at step {step} ({line}) takes {range}[ of {object}].][ {bytes} of it[, the first at {firstHole},] were never written.] Here they are zero; where memory was used before, they are not.',
    cause: 'only a part was filled, or the length is larger than what was written.',
    instead: 'fill all of it, or take only the bytes that were written.',
  },
  R09: {
    title: 'Padding is not zero',
    short: 'Padding is not zero',
    happened:
      '[{op} at step {step} ({line}) hands out {range}[: {length} of content, and {bytes} of padding at {stale} that are {after}].] Readers that compare or hash whole words see another value.',
    cause: 'assembly shortens a string or fills it over old bytes.',
    instead: 'store a zero word right after the content before it is handed out.',
  },
  R10: {
    title: 'The callee decides how much memory is paid for',
    short: 'The callee decides how much memory is paid for',
    happened:
      '[{op} at step {step} ({line}) copies {taken} of return data[ from {callee}].][ Memory grows to {size}, for {gas} gas[, {percent} of what was left].]',
    cause: 'all of the return data is copied, also by `(bool ok, bytes memory data) = a.call(…)`.',
    instead: 'copy at most as much as is used, in assembly, with an output length of 0 for the call.',
  },
  R11: {
    title: 'Copy over the free memory pointer and the zero slot',
    short: 'Copy over the free memory pointer and the zero slot',
    happened:
      '[{op} at step {step} ({line}) copies {taken} to {range}[; {reader} at step {readStep} ({readLine}) then reads 0x40–0x7f].]',
    cause: '`returndatacopy(0, 0, returndatasize())` in a path that goes on.',
    instead: 'copy to `mload(0x40)`; at 0x00 only right before return or revert.',
  },
  R12: {
    title: 'Old bytes taken for an answer',
    short: 'Old bytes taken for an answer',
    happened:
      '[{op} at step {step} ({line}) expects {expected} at {range}[; {callee} returns {returned}].][ {stale} keeps {before}, and {reader} at step {readStep} ({readLine}) reads it as the answer.]',
    cause: 'success is checked and the size is not; an account without code succeeds with 0 bytes.',
    instead: 'check `returndatasize()` before reading, or clear the output area before the call.',
  },
  R13: {
    title: 'The caller decides how far memory grows',
    short: 'The caller decides how far memory grows',
    happened: '[{op} at step {step} ({line}) grows memory[ to {size}][, for {gas} gas][, {percent} of what was left].]',
    cause: 'an offset or length is used unchecked.',
    instead: 'compare it with a limit, or with the size of the data that it describes.',
  },
  R14: {
    title: 'Offset from outside leads before its base',
    short: 'Offset from outside leads before its base',
    happened:
      '[{op} at step {step} ({line}) uses {value} as an offset[, which lies {distance} before {base}, where its object begins].][ It reaches {victim}.]',
    cause: 'a length is subtracted or an offset added without a check.',
    instead:
      'check the length before the subtraction, in code that is not `unchecked`; compare the result with the base.',
  },
  R15: {
    title: 'Free memory pointer is no multiple of 32',
    short: 'Free memory pointer is no multiple of 32',
    happened:
      '[{op} at step {step} ({line}) sets it to {after}.] That is allowed, and `abi.encodePacked` and `bytes.concat` do it.',
    cause: 'an allocation whose size is no multiple of 32.',
    instead: 'round up to words where assembly computes with aligned addresses.',
  },
  R16: {
    title: 'MSIZE used as an allocator',
    short: 'MSIZE used as an allocator',
    happened:
      '[{op} at step {step} ({line}) writes {range}, an address that MSIZE gave[; the free memory pointer stays at {free}].][ {Victim} covers it later[ ({victimMade})].]',
    cause: 'the end of memory is taken for free memory.',
    instead: 'use `mload(0x40)` and raise it.',
  },
  R17: {
    title: 'A copy overwrites its own source',
    short: 'A copy overwrites its own source',
    happened:
      '[The loop at {line} copies[ {bytes}][ from {from} to {to}], word by word, upwards; from step {step} on it reads words that it has written itself.]',
    cause: 'source and target overlap, the target lies higher.',
    instead: 'copy downwards, or use MCOPY. Unpackers do this on purpose.',
  },
  R18: {
    title: 'Two running functions share one local variable',
    short: 'Two running functions share one local variable',
    happened:
      '[{function} keeps a local variable at {range}.][ An inner activation writes {after} at step {step} ({line})[; the outer one reads it at step {readStep} ({readLine})[, where its own value was {before}]].]',
    cause: 'a compiler bug with recursion and locals moved to memory.',
    instead: 'compile with a newer solc, or avoid the mutual recursion.',
  },
  R19: {
    title: 'Range goes past the end of {object}',
    short: 'Range goes past the end of an object',
    happened:
      '[{op} at step {step} ({line}) takes {range}[, which starts inside {object}, and {object} ends at {end}].][ The {bytes} past it are {after}, not zero.]',
    cause: 'the range is rounded up to words, or its start was moved and its length was not.',
    instead: 'end at the object’s length, or clear what follows first.',
  },
  R20: {
    title: 'Fresh data cleared before anybody read it',
    short: 'Fresh data cleared before anybody read it',
    happened:
      '[Compiler code at step {step} ({line}) stores a zero word at {range}[, over {bytes}[ ({before})] that[ were written at step {writeStep} and that] nobody has read].]',
    cause:
      'a compiler bug; SOL-2022-6 (solc 0.5.8 to 0.8.15) does this to calldata arrays of fixed size that are encoded last.',
    instead: 'compile with solc 0.8.16 or newer.',
  },
}

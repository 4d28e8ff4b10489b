/**
 * Follows a frame whose code went through the IR pipeline: which Yul functions are being called, and which of their
 * variables point to what. It does for such code what `callStack.ts` does for code with fixed stack slots.
 *
 *   JUMPDEST of a function    its parameters lie on top of the stack, the first uppermost
 *   JUMPDEST behind a call    what the call returned lies on top, the last uppermost
 *   MLOAD, ADD, …             a moment later the value of the call, such as `mload(64)`, lies on top
 *   DUPn, SWAPn, PUSHn        a moment later the value of the variable or number lies on top
 *
 * A copy, `let x := y`, makes no code: `copies.ts` says when it takes place. From then on both have one value, until one of
 * them gets another.
 * @module
 */
import type { Pc, Word } from '../../base/index.ts'
import { codes, opcodeOfByte } from '../../opcodes/index.ts'
import { AllocationOrder } from '../allocationOrder.ts'
import type { AstNode, SourceRange } from '../ast.ts'
import type { Compilation } from '../compilation.ts'
import { type AllocationSite, type Heap, type Holder, INLINED, RESERVED_END } from '../heap.ts'
import { isConstant, isWhole } from '../place.ts'
import type { Step } from '../run.ts'
import type { JumpKind } from '../sourceMap.ts'
import { Copies, type Copy, type Point } from './copies.ts'
import type { YulCode } from './front.ts'
import { type Meaning, type Spilled, YulMeanings } from './meanings.ts'
import type { YulNode } from './node.ts'

/** What an instruction is part of. */
interface YulPlace {
  readonly jump: JumpKind
  /** The function that begins here. */
  readonly entered: YulNode | undefined
  /** The call that comes back here. */
  readonly call: YulNode | undefined
  /** What the instruction leaves on top of the stack. */
  readonly leaves: readonly Left[]
  /** The function that it is a part of, and where in it. */
  readonly owner: YulNode | undefined
  readonly point: Point | undefined
  /** Whether it is what the node at `point` does, and no move of the stack before or behind it. */
  readonly isOperation: boolean
  /** What it stores where solc keeps variables for which the stack has no room. */
  readonly spilled: Spilled | undefined
  /** The part of the sources it works for; `undefined` for generated code. */
  readonly node: AstNode | undefined
  readonly range: SourceRange | undefined
}

interface Left {
  readonly owner: YulNode | undefined
  readonly name: string
  readonly how: 'declared' | 'assigned' | 'read'
}

/** One value, which several variables can have. */
interface Cell {
  /** `undefined` while no instruction has told it. */
  value: Word | undefined
}

interface Activation {
  readonly definition: YulNode | undefined
  /** Place of the jump that entered. */
  readonly caller: YulPlace | undefined
  readonly cells: Map<string, Cell>
  readonly holders: Map<AstNode, Holder | undefined>
  point: Point
  /** Whether it jumped since it came to `point`. */
  hasJumped: boolean
}

const NAME_OF_BYTE: readonly (string | undefined)[] = Array.from({ length: 256 }, (_, byte) =>
  opcodeOfByte(byte)?.name.toLowerCase(),
)

export class YulStack {
  readonly #code: YulCode
  readonly #build: Compilation
  readonly #heap: Heap
  readonly #meanings: YulMeanings
  readonly #copies: Copies
  readonly #places: (YulPlace | undefined)[]
  readonly #activations: Activation[] = [newActivation(undefined, undefined)]
  readonly #order = new AllocationOrder()
  #place: YulPlace
  #previousOp = -1

  constructor(code: YulCode, build: Compilation, heap: Heap) {
    this.#code = code
    this.#build = build
    this.#heap = heap
    this.#meanings = new YulMeanings(code, build)
    this.#copies = new Copies(code.nodes)
    this.#places = new Array(code.code.bytes.length)
    this.#place = this.#at(0, codes.STOP)
  }

  /**
   * Follows the run to this step.
   * @param executes false for the moment that is shown: what the step is about to do has not happened
   */
  advance(step: Step, executes = true): void {
    const before = this.#place
    const place = (this.#place = this.#at(step.pc, step.op))
    if (step.stackSize > 0) for (const left of before.leaves) this.#take(left, step.stack(0), step)
    if (this.#previousOp === codes.JUMP) {
      if (before.jump === 'into') this.#enter(before, place, step)
      else if (before.jump === 'out') this.#leave(place, step)
    }
    this.#previousOp = step.op
    const current = this.#current()
    this.#move(place, current, step)
    if ((step.op === codes.JUMP || step.op === codes.JUMPI) && place.jump === 'inside') current.hasJumped = true
    if (executes && place.spilled && step.stackSize > 1) this.#spill(place.spilled, current, step)
    const { node } = place
    if (node) this.#order.reach(node, current)
  }

  /** The innermost part of the sources that the current instruction works for. */
  range(): SourceRange | undefined {
    const { range, whole } = this.#site()
    return range ?? this.#place.range ?? whole
  }

  /** The block of inline assembly that the current instruction is part of. */
  assembly(): SourceRange | undefined {
    const { node } = this.#site()
    return node?.kind === 'InlineAssembly' ? node : undefined
  }

  /** What allocates at the current instruction. */
  allocationSite(): AllocationSite {
    const { activation, ...site } = this.#site()
    const { node } = site
    return { ...site, isFirst: !node || this.#order.next(node, activation) === 0 }
  }

  #site(): Omit<AllocationSite, 'isFirst'> & { readonly activation: Activation } {
    const generated: string[] = []
    let whole: AstNode | undefined
    let place: YulPlace | undefined = this.#place
    for (let level = this.#activations.length - 1; level >= 0 && place; level--) {
      const activation = this.#activations[level]!
      const { definition, caller } = activation
      const { node, range } = place
      // What uses a constant stands in its place sometimes; only its own function makes its value.
      const isForeign = node?.closest(isConstant) && !/^constant_/.test(definition?.name ?? '')
      if (node && range && !isWhole(node) && !isForeign) return { node, range, whole: undefined, generated, activation }
      whole ??= (isForeign ? undefined : node) ?? (definition && this.#meanings.standsFor(definition))
      const names = definition ? this.#meanings.generatedNames(definition) : []
      if (names.length === 1 && this.#code.isPlain) generated.push(names[0]!)
      place = caller
    }
    return { node: undefined, range: undefined, whole, generated, activation: this.#activations[0]! }
  }

  #spill({ variable, meaning }: Spilled, current: Activation, step: Step): void {
    const offset = step.stack(0)
    if (offset < RESERVED_END || offset >= (this.#heap.first ?? 0)) return
    if (variable) this.#heap.locals.set(Number(offset), variable)
    else this.#heap.locals.delete(Number(offset))
    if (meaning) this.#note(meaning, step.stack(1), meaning.isAssigned, current, step)
  }

  #current(): Activation {
    return this.#activations.at(-1)!
  }

  #enter(caller: YulPlace, { entered }: YulPlace, step: Step): void {
    this.#activations.push(newActivation(entered, caller))
    if (!entered) return
    for (const [index, name] of entered.variables.entries()) {
      if (index >= step.stackSize) return
      const value = step.stack(index)
      this.#give(entered, name, value, 'declared', step)
      if (index === 0) this.#hint(this.#meanings.taken(entered), value)
    }
  }

  #leave({ call }: YulPlace, step: Step): void {
    const left = this.#current()
    for (const copy of this.#copies.rest(left.definition, left.point)) this.#copy(copy, left, step)
    const count = left.definition?.returns.length ?? call?.parent?.variables.length ?? 0
    const values = count <= step.stackSize ? Array.from({ length: count }, (_, n) => step.stack(count - 1 - n)) : []
    if (left.definition) {
      for (const [index, name] of left.definition.returns.entries()) {
        const value = values[index]
        if (value !== undefined) this.#give(left.definition, name, value, 'assigned', step)
      }
      if (values[0] !== undefined) this.#hint(this.#meanings.made(left.definition), values[0])
    }
    if (this.#activations.length > 1) this.#activations.pop()
    const target = call?.parent
    const dropped = target && this.#code.isPlain && count === 1 ? this.#meanings.dropped(target) : undefined
    if (dropped) this.#note(dropped, values[0]!, dropped.isAssigned, this.#current(), step)
    if (!target || target.value !== call || target.variables.length !== count) return
    const how = target.kind === 'declaration' ? 'declared' : 'assigned'
    for (const [index, name] of target.variables.entries()) {
      const value = values[index]
      if (value !== undefined) this.#take({ owner: target.function, name, how }, value, step)
    }
  }

  #take({ owner, name, how }: Left, value: Word, step: Step): void {
    if (this.#current().definition === owner) this.#give(owner, name, value, how, step)
  }

  /** The variable has this value now. */
  #give(owner: YulNode | undefined, name: string, value: Word, how: Left['how'], step: Step): void {
    const activation = this.#current()
    const cell = activation.cells.get(name)
    if (how === 'read' && cell && cell.value === undefined) {
      cell.value = value
      for (const [other, itsCell] of activation.cells) {
        if (itsCell === cell && other !== name) this.#mean(owner, other, value, 'read', activation, step)
      }
    } else if (how !== 'read' || cell?.value !== value) activation.cells.set(name, { value })
    this.#mean(owner, name, value, how, activation, step)
  }

  /** The function has come to another statement: the copies on the way have taken place. */
  #move({ owner, point, isOperation }: YulPlace, current: Activation, step: Step): void {
    const { at, block } = current.point
    if (!point || owner !== current.definition || (point.at === at && point.block === block)) return
    // Places of return addresses and numbers are pushed long before they are used.
    if (step.op >= codes.PUSH0 && step.op <= codes.PUSH32) return
    // The optimizer mixes what stands between two jumps.
    if (point.at < at && !(isOperation && current.hasJumped)) return
    for (const copy of this.#copies.between(owner, current.point, point)) this.#copy(copy, current, step)
    current.point = point
    current.hasJumped = false
  }

  #copy({ from, to, isDeclaration }: Copy, activation: Activation, step: Step): void {
    let cell = activation.cells.get(from)
    if (!cell) activation.cells.set(from, (cell = { value: undefined }))
    activation.cells.set(to, cell)
    if (cell.value === undefined) return
    this.#mean(activation.definition, to, cell.value, isDeclaration ? 'declared' : 'assigned', activation, step)
  }

  #mean(
    owner: YulNode | undefined,
    name: string,
    value: Word,
    how: Left['how'],
    activation: Activation,
    step: Step,
  ): void {
    const meaning = this.#meanings.variable(owner, name)
    if (!meaning) return
    const isNew = how === 'declared' || (how === 'read' && !this.#meanings.isAssigned(owner, name))
    this.#note(meaning, value, meaning.isAssigned || !isNew, activation, step)
  }

  #note({ type, declaration }: Meaning, value: Word, isAssigned: boolean, activation: Activation, step: Step): void {
    const object = value <= Number.MAX_SAFE_INTEGER ? this.#heap.objectAt(Number(value)) : undefined
    if (!declaration) {
      object?.pointedToAs(type)
      return
    }
    const holder = activation.holders.get(declaration)
    if (holder && holder.object === object) return
    // A declaration that runs again, in a loop, begins a new life of the variable; the old one ended as it was.
    if (holder && isAssigned) this.#heap.release(holder)
    const depth = this.#activations.length + (this.#code.isPlain ? 0 : INLINED)
    const held = object?.heldBy(declaration, type, depth, step.index)
    if (this.#code.isPlain || !this.#build.definitions.isAssigned(declaration)) {
      activation.holders.set(declaration, held)
    } else if (held) {
      // The optimizer leaves assignments out, so that nobody sees when the variable loses the object.
      held.holds = 0
    }
  }

  #hint(type: Meaning['type'] | undefined, value: Word): void {
    // The optimizer keeps one of several functions that do the same: its name tells a shape, not a type.
    if (!type || !this.#code.isPlain || value > Number.MAX_SAFE_INTEGER) return
    this.#heap.objectAt(Number(value))?.pointedToAs(type)
  }

  #at(pc: Pc, op: number): YulPlace {
    return (this.#places[pc] ??= this.#describe(pc, op))
  }

  #describe(pc: Pc, op: number): YulPlace {
    const entry = this.#code.code.sourceMap.entry(pc)
    const nodes = this.#code.nodesOf(entry)
    const call = nodes.find(({ kind }) => kind === 'call')
    return {
      jump: entry.jump,
      entered: nodes.find(({ kind }) => kind === 'function'),
      call,
      leaves: nodes.flatMap((node) => leftBy(node, op)),
      owner: nodes[0]?.function,
      point: nodes[0] && pointOf(nodes[0]),
      isOperation: isOperation(call, op),
      spilled: op === codes.MSTORE ? nodes.map((node) => this.#meanings.spilled(node)).find(Boolean) : undefined,
      ...this.#sourceOf(nodes),
    }
  }

  /** The nearest part of the sources, from the node outwards through what it is a value or an argument of. */
  #sourceOf(nodes: readonly YulNode[]): {
    readonly node: AstNode | undefined
    readonly range: SourceRange | undefined
  } {
    for (let node: YulNode | undefined = nodes[0]; node; node = node.parent) {
      const { source } = node
      const found = source && this.#build.ast.nodeAt(source)
      if (found && found.kind !== 'SourceUnit' && found.kind !== 'ContractDefinition')
        return { node: found, range: source }
    }
    return { node: undefined, range: undefined }
  }
}

function newActivation(definition: YulNode | undefined, caller: YulPlace | undefined): Activation {
  const point = { at: definition?.start ?? 0, block: undefined }
  return { definition, caller, cells: new Map(), holders: new Map(), point, hasJumped: false }
}

/** Just before the statement that the node is a part of. */
function pointOf(node: YulNode): Point | undefined {
  if (node.kind === 'function') return undefined
  if (node.kind === 'block') return { at: node.start, block: node }
  let statement = node
  while (statement.parent) statement = statement.parent
  return { at: statement.start, block: statement.block }
}

/** Whether an instruction does what the call says: the instruction of that name, or the jump to its function and back. */
function isOperation(call: YulNode | undefined, op: number): boolean {
  return call !== undefined && (op === codes.JUMP || op === codes.JUMPDEST || call.name === NAME_OF_BYTE[op])
}

/** What lies on top of the stack behind an instruction `op` that was made from `node`. */
function leftBy(node: YulNode, op: number): Left[] {
  const isPush = op >= codes.PUSH0 && op <= codes.PUSH32
  const isMove = op >= codes.DUP1 && op <= codes.SWAP16
  const left: Left[] = []
  if (node.kind === 'identifier' && isMove) left.push({ owner: node.function, name: node.name, how: 'read' })
  const target = node.parent
  if (target?.value !== node || target.variables.length !== 1) return left
  const isValue =
    (node.kind === 'call' && node.name === NAME_OF_BYTE[op]) ||
    (node.kind === 'identifier' && isMove) ||
    (node.kind === 'literal' && isPush)
  if (isValue) {
    const how = target.kind === 'declaration' ? 'declared' : 'assigned'
    left.push({ owner: target.function, name: target.variables[0]!, how })
  }
  return left
}

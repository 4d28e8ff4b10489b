/**
 * Solidity's own calls inside one frame, and which stack slots hold variables that point into memory.
 *
 * The EVM knows no functions; the source map does. A jump marked "into" enters one and a jump marked "out"
 * leaves it. In code compiled without the optimizer every variable has a fixed slot:
 *
 *   │ … │ return pc │ parameters │ returns │ locals, in order of declaration │ temporaries
 *                                ▲ the stack's size at the function's first instruction
 *
 * A slot gets its value when the declaration has run, and afterwards only by SWAPn from the top (`SWAPn POP`
 * is how solc writes an assignment), so watching these two moments sees every object a variable ever held.
 * A variable ends when the stack falls to its slot. In other code variables move, and none is claimed.
 *
 * Some bodies are compiled in place, without a call: modifiers, clauses of `try`, constructors, `fallback`
 * and `receive`. Their parameters lie on top of the stack when the body begins.
 * @module
 */
import type { Pc } from '../base/index.ts'
import { codes } from '../opcodes/index.ts'
import { AllocationOrder, inlineArrays } from './allocationOrder.ts'
import type { AstNode, SourceRange } from './ast.ts'
import type { Code } from './code.ts'
import type { Compilation } from './compilation.ts'
import type { AllocationSite, Heap, Holder } from './heap.ts'
import { isWhole, type Place, Places } from './place.ts'
import type { Step } from './run.ts'
import { isReference, type ReferenceType, stackSlots } from './type.ts'

/** A variable of a reference type in memory, in one life: one call, one round of a loop. */
interface Variable {
  readonly declaration: AstNode
  readonly type: ReferenceType
  /** Counted from the stack's bottom. */
  readonly slot: number
  /** The variable ends when the stack is smaller. */
  floor: number
  holder: Holder | undefined
}

interface Activation {
  /** solc's name of a generated function; `undefined` for the user's functions and for unnamed helpers. */
  readonly generated: string | undefined
  /** Place of the jump that entered; `undefined` for the outermost. */
  readonly caller: Place | undefined
  /** By ascending slot. */
  readonly variables: Variable[]
  /** The return variables, until the code that gives them their first values is over. */
  returns: readonly AstNode[]
  /** The declaration statement being executed. */
  statement: AstNode | undefined
  /** The body compiled in place that is being executed. */
  clause: AstNode | undefined
}

function newActivation(generated: string | undefined, caller: Place | undefined): Activation {
  return { generated, caller, variables: [], returns: [], statement: undefined, clause: undefined }
}

export class CallStack {
  readonly #code: Code
  readonly #build: Compilation
  readonly #heap: Heap
  readonly #places: Places
  readonly #activations: Activation[] = [newActivation(undefined, undefined)]
  #place: Place
  #previousOp = -1
  readonly #order = new AllocationOrder()

  constructor(code: Code, build: Compilation, heap: Heap) {
    this.#code = code
    this.#build = build
    this.#heap = heap
    this.#places = new Places(code, build.ast)
    this.#place = this.#places.at(0)
  }

  /**
   * Follows the run to this step: calls, declarations, assignments.
   * @param executes false for the moment that is shown: what the step is about to do has not happened
   */
  advance(step: Step, executes = true): void {
    const before = this.#place
    const place = (this.#place = this.#places.at(step.pc))
    if (this.#previousOp === codes.JUMP) this.#jumped(before, step)
    this.#previousOp = step.op
    const current = this.#current()
    while ((current.variables.at(-1)?.floor ?? 0) > step.stackSize) current.variables.pop()
    const { node } = place
    // The statement that uses a constant goes on behind it.
    if (!node || place.isConstant) return
    this.#order.reach(node, current)
    if (current.returns.length > 0) this.#leaveReturns(node, current, step)
    if (place.statement !== current.statement) this.#changeStatement(place.statement, current, step)
    // A clause of `try` that does nothing has but the instruction that drops its parameter.
    const clause = node.kind === 'TryCatchClause' && step.op === codes.POP ? node : place.clause
    if (clause !== current.clause) this.#changeClause(clause, current, step)
    const isSwap = step.op >= codes.SWAP1 && step.op <= codes.SWAP16
    if (executes && isSwap && !isWhole(node)) this.#assign(current, step)
  }

  /** The innermost part of the sources that the current instruction works for; a whole function at worst. */
  range(): SourceRange | undefined {
    return this.#site().range ?? (this.#place.node && this.#place.range)
  }

  /** The block of inline assembly that the current instruction is part of. */
  assembly(): SourceRange | undefined {
    const { node } = this.#place
    return node?.kind === 'InlineAssembly' ? node : undefined
  }

  /** What allocates at the current instruction. */
  allocationSite(): AllocationSite {
    const { activation, ...site } = this.#site()
    const { node } = site
    if (!node) return { ...site, isFirst: true }
    const order = this.#order.next(node, activation)
    const arrays = inlineArrays(node)
    const array = arrays[order]
    if (array) return { ...site, node: array, range: array, isFirst: true }
    return { ...site, isFirst: order === arrays.length }
  }

  /** Outwards through the calls to the first code of the user's that is more than a whole function. */
  #site(): Omit<AllocationSite, 'isFirst'> & { readonly activation: Activation } {
    const generated: string[] = []
    let whole: AstNode | undefined
    let place: Place | undefined = this.#place
    for (let level = this.#activations.length - 1; level >= 0 && place; level--) {
      const activation: Activation = this.#activations[level]!
      const { node, range } = place
      if (node && !isWhole(node)) return { node, range, whole: undefined, generated, activation }
      whole ??= node
      if (activation.generated !== undefined) generated.push(activation.generated)
      place = activation.caller
    }
    return { node: undefined, range: undefined, whole, generated, activation: this.#activations[0]! }
  }

  #current(): Activation {
    return this.#activations.at(-1)!
  }

  #jumped(from: Place, step: Step): void {
    if (from.jump === 'into') this.#enter(from, step)
    else if (from.jump === 'out' && this.#activations.length > 1) this.#activations.pop()
  }

  #enter(caller: Place, step: Step): void {
    const definition = this.#functionAt(step.pc)
    const entered = newActivation(definition ? undefined : this.#code.functionAt(step.pc)?.name, caller)
    this.#activations.push(entered)
    if (!definition) return
    const parameters = definition.parameters('parameters')
    const returns = definition.parameters('returnParameters')
    this.#declare(parameters, step.stackSize - this.#slots(parameters), entered, step)
    this.#hold(parameters, entered, step)
    this.#declare(returns, step.stackSize, entered, step)
    entered.returns = returns
  }

  /** The function that begins at `pc`: by solc's table, else because the instruction stands for all of one. */
  #functionAt(pc: Pc): AstNode | undefined {
    const id = this.#code.functionAt(pc)?.id
    const node = id === undefined ? this.#place.node : this.#build.ast.byId(id)
    return node?.kind === 'FunctionDefinition' ? node : undefined
  }

  #leaveReturns(node: AstNode, current: Activation, step: Step): void {
    const { returns } = current
    const isEntry = step.op === codes.JUMPDEST && isWhole(node)
    if (isEntry || returns.some((declaration) => declaration.covers(node))) return
    current.returns = []
    this.#hold(returns, current, step)
  }

  #changeStatement(statement: AstNode | undefined, current: Activation, step: Step): void {
    if (current.statement) this.#hold(current.statement.many('declarations'), current, step)
    current.statement = statement
    if (statement) this.#declare(statement.many('declarations'), step.stackSize, current, step)
  }

  #changeClause(clause: AstNode | undefined, current: Activation, step: Step): void {
    current.clause = clause
    if (!clause) return
    const declarations = [...clause.parameters('parameters'), ...clause.parameters('returnParameters')]
    // A modifier's body goes on after `_`, with its parameters where they were.
    if (current.variables.some(({ declaration }) => declarations.includes(declaration))) return
    this.#declare(declarations, step.stackSize - this.#slots(declarations), current, step)
    current.variables.sort((a, b) => a.slot - b.slot)
    this.#hold(declarations, current, step)
  }

  /** Gives the variables their slots from `first` upwards. Only those that point into memory are kept. */
  #declare(declarations: readonly (AstNode | undefined)[], first: number, current: Activation, step: Step): void {
    if (!this.#build.hasFixedSlots) return
    let slot = first
    for (const declaration of declarations) {
      if (!declaration) continue
      const type = this.#build.definitions.typeOf(declaration)
      if (type && isReference(type) && type.location === 'memory') {
        current.variables.push({ declaration, type, slot, floor: Math.min(slot, step.stackSize), holder: undefined })
      }
      slot += type ? stackSlots(type) : 1
    }
  }

  #slots(declarations: readonly AstNode[]): number {
    return declarations.reduce((sum, declaration) => {
      const type = this.#build.definitions.typeOf(declaration)
      return sum + (type ? stackSlots(type) : 1)
    }, 0)
  }

  /** The declared variables have their values. */
  #hold(declarations: readonly (AstNode | undefined)[], current: Activation, step: Step): void {
    for (const variable of current.variables) {
      if (declarations.includes(variable.declaration)) this.#put(variable, variable.slot, step)
    }
  }

  /** SWAPn brings the top to a slot: an assignment, when the slot is a variable's. */
  #assign(current: Activation, step: Step): void {
    const slot = step.stackSize - 2 - (step.op - codes.SWAP1)
    const variable = current.variables.find((candidate) => candidate.slot === slot)
    if (variable) this.#put(variable, step.stackSize - 1, step)
  }

  /** The variable has the value that lies in `slot`. */
  #put(variable: Variable, slot: number, step: Step): void {
    if (slot < 0 || slot >= step.stackSize) return
    variable.floor = variable.slot + 1
    const { declaration, type, holder } = variable
    const word = step.stack(step.stackSize - 1 - slot)
    const object = word <= Number.MAX_SAFE_INTEGER ? this.#heap.objectAt(Number(word)) : undefined
    if (holder && holder.object === object) return
    if (holder) this.#heap.release(holder)
    variable.holder = object?.heldBy(declaration, type, this.#activations.length, step.index)
  }
}

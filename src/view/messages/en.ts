/**
 * Every text of the surfaces in English. Numbers arrive as text that is formatted already.
 * `zh.ts` says the same; the type `Messages` holds both to the same keys.
 * @module
 */
import type { Unreadable } from '../../solidity/index.ts'
import { enFindings } from './enFindings.ts'

type CompilerOrigin = 'option' | 'path' | 'package' | 'default' | 'installed' | 'artifact'

const ORIGINS: Readonly<Record<CompilerOrigin, string>> = {
  option: '--solc',
  path: 'on PATH',
  package: 'from node_modules',
  default: 'default',
  installed: 'installed for another tool',
  artifact: 'as the artifact kept it',
}

/** `1 byte`, `24 bytes` */
function counted(count: string, one: string, many = `${one}s`): string {
  return `${count} ${count === '1' ? one : many}`
}

function withArticle(type: string): string {
  if (type === 'bytes') return type
  return `${/^(?:[aeio]|u(?!int))/i.test(type) ? 'an' : 'a'} ${type}`
}

export const en = {
  tagline: 'See, price and check every byte of EVM memory.',

  help: {
    usage: 'Usage:',
    arguments: 'Arguments:',
    options: 'Options:',
    commands: 'Commands:',
    help: 'show this help',
    version: 'print the version',
    default: (value: string) => `(default: ${value})`,
    choices: (values: string) => `(${values})`,
    targets:
      'A target is a .sol, .yul, .evm (mnemonics) or .hex file, bytecode as hex, a .memlane recording, or - (standard input) with --as.',
    exitCodes:
      'Exit codes: 0 fine; 1 findings; 2 wrong usage or bad input; 3 the execution reverted or halted, or a file cannot be read.',
    more: 'memlane <command> --help shows the options of a command.',
  },

  commands: {
    map: 'every object in memory: type, variable, value, the line that allocated it',
    run: 'execute: result, gas, memory',
    who: 'who wrote bytes of memory, and where the values came from',
    watch: 'every read and write of a range of memory',
    check: 'a sanitizer: which write broke which object in memory',
    find: 'where bytes, text or a number stood in memory, and when',
    diff: 'what is another at two moments of a run, or where two runs part',
    debug: 'step forward and back in the terminal, with memory, stack and who wrote each byte',
    test: "a Foundry project's tests: results, gas and reasons as forge has them; with --check also what broke memory",
    serve: 'the playground in the browser, with a target already loaded',
    gas: 'where gas goes, by line, function, opcode, frame or step, and what of it is for memory',
    trace: 'recordings as files, and from and to the formats of other tools',
    cost: 'what memory of a size costs',
    asm: 'mnemonics with labels to bytecode',
    disasm: 'bytecode to mnemonics',
  },

  traceActions: {
    record: 'run and keep every step in a file',
    export: 'a run in the formats of other tools',
    import: 'a trace of another tool as a recording',
    tx: 'a transaction of a chain, executed here and compared with its receipt',
  },

  arguments: {
    trace: 'a file of EIP-3155 lines or struct logs, or - for standard input with --as',
    hash: 'the hash of a transaction: 0x and 64 hex digits',
    pattern: 'what to look for: 0x… bytes, \'"text"\' or text:…, a number as a word of 32 bytes',
    otherTarget: 'another target to compare with; with --at, --to or --against the arguments of the call',
    target: 'a file, bytecode as hex, or - for standard input',
    solidityTarget: 'a Solidity file, or - for standard input',
    callArguments: 'arguments of the function that --call names',
    range: 'bytes of memory: 0x9f, 0x80:32 (offset:length) or 0x80-0xa0 (start-end)',
    size: 'bytes: 8192, 0x2000, 8KiB or 1MiB',
    mnemonics: 'a file of mnemonics, or - for standard input',
    bytecode: 'a .hex file, bytecode as hex, or - for standard input',
    project: 'the folder of a Foundry project, or a folder or a file in it; otherwise the current folder',
  },

  options: {
    contract: 'the contract, when the file has several',
    call: "the function to call: 'f(uint256,string)' or f, or constructor; its arguments stand behind the target",
    constructorArgs:
      "arguments of the constructor: 5, 0xff, text, '[1, 2]', '(1, text)'; the target stands before them",
    calldata: 'raw calldata as hex, instead of --call',
    value: 'ether to send with the call: 1ether, 5gwei or 12wei',
    gasLimit: 'gas of the call; whatever it is, memory ends at 128 MiB',
    from: 'address of the caller, who also deploys; it has 2^128 wei unless --accounts gives it a balance',
    accounts: 'accounts that are there already, as in genesis files: { "0x…": { balance, nonce, code, storage } }',
    fork: 'the rules of this fork, also for the compiler',
    evmVersion: 'the same as --fork',
    at: 'the moment: a step, end, or the first one where pc:0x1f3, line:File.sol:12, op:MSTORE, mem:0x80:32, slot:0x0, depth:2 or gas:<5000 holds',
    frame: 'the call frame, counted from 0; otherwise the one that runs then',
    all: 'also writers that later ones overwrote',
    on: 'which accesses',
    when: "only if the range, read as one number, fits: 'value < 0x80'",
    limit: 'rows shown at most',
    to: 'the later moment, written as for --at',
    against: "options of a second run of the same: '--optimize --via-ir'",
    by: 'what to sum up by; otherwise lines, and opcodes where there are no sources',
    memoryOnly: 'only gas for memory that grows',
    flame: 'a tree of calls and functions with bars',
    speedscope: 'also write a profile for speedscope.app',
    tx: "which transaction of a node's trace of a block: its hash, or its place from 0",
    as: 'how to read the target, whatever its name',
    optimize: "use solc's optimizer",
    optimizerRuns: 'how often the optimizer expects code to run',
    noOptimize: "without solc's optimizer, whatever the project says",
    viaIr: 'compile by way of Yul',
    noViaIr: 'not by way of Yul, whatever the project says',
    codeSizeLimit: 'contracts may be no larger than the fork allows (EIP-170, EIP-3860)',
    solc: 'the compiler: a version, the path of a program, or the folder of a solc package',
    remappings: 'where imports lead: prefix=folder …; beside those of remappings.txt and foundry.toml',
    reportFormat: 'for people, for programs, for code scanning, or as annotations of GitHub Actions',
    rules: 'only these rules, by number or name, or all with those that are off: R05,write-past-object',
    severity: 'the least that counts',
    baseline: 'a file of findings that are known and do not count',
    fuzz: 'so many generated calls of every function, or of the one that --call names; 256 where a contract has several and none is named',
    seed: 'of the generated calls: the same seed, the same calls',
    brutalize: 'call it again with junk in memory that nobody owns, and with another free memory pointer',
    check: 'check the run too, and keep or mark what is found',
    assembly: 'whether each block of inline assembly kept what "memory-safe" promises',
    writeBaseline: 'write the findings to a file, as known from now on',
    format: 'EIP-3155 lines, or what geth answers to debug_traceTransaction',
    memory: 'add all of memory to each step',
    diff: 'of prestatetracer: what changed, instead of what was before',
    rpcUrl: 'a node: the target is the hash of one of its transactions',
    artifacts: 'a project, or its out/ or artifacts/ folder: whose builds the code that runs is looked for in',
    storage: 'beside it the storage that the run looked at, by variable',
    ethdebug: 'objects as variables with types and pointers, in the ethdebug format, as JSON',
    words: 'every word of memory, and what it is',
    history: 'allocations in the order in which they were made, and what of them was never read',
    graph: 'objects and the pointers between them, as text or for Graphviz',
    output: 'the file to write',
    port: 'the port on this machine; 0 takes a free one',
    open: 'open the browser',
    listing: 'print pc, bytes and source line of each instruction',
    json: 'print one JSON document',
    color: 'print without colours',
    checkTests: 'also check memory: a test that passes and breaks memory fails',
    matchTest: 'only tests whose name the expression finds',
    noMatchTest: 'not the tests whose name the expression finds',
    matchContract: 'only contracts whose name the expression finds',
    noMatchContract: 'not the contracts whose name the expression finds',
    matchPath: "only files that the pattern fits: 'test/vault/*'",
    noMatchPath: 'not the files that the pattern fits',
    fuzzRuns: 'calls of each test with parameters, whatever foundry.toml says',
    fuzzSeed: 'another seed generates other values',
    list: 'name the tests without running them',
    junit: 'print JUnit XML',
    rerun: 'only tests that failed the last time; all, if none did',
    jobs: 'how much is done at the same time',
    ffi: 'tests may run programs',
    verbosity: '-vv shows logs, -vvv calls of failing tests, -vvvv of all, -vvvvv of setUp too',
    lang: 'language of the texts, otherwise from LANG',
    debug: 'print the stack trace of an error',
  },

  /** How a frame ended. */
  status: { stop: 'stopped', return: 'returned', revert: 'reverted', halt: 'halted' },

  halt: {
    outOfGas: 'out of gas',
    stackUnderflow: 'stack underflow',
    stackOverflow: 'more than 1,024 words on the stack',
    invalidJump: 'a jump to where no JUMPDEST is',
    invalidOpcode: 'an invalid opcode',
    staticViolation: 'a change of state in a static call',
    returnDataOutOfBounds: 'a read past the end of the return data',
    initcodeTooLarge: 'creation code over the size limit',
    codeTooLarge: 'contract code over the size limit',
    invalidCodePrefix: 'contract code that starts with 0xef',
    createCollision: 'a contract at that address already',
    nonceOverflow: 'a nonce at its limit',
    memoryLimit: 'more memory than the limit allows',
  },

  /** Solidity's panic codes. Source: docs.soliditylang.org, "Panic via assert and Error via require". */
  panic: {
    0: 'a panic of the compiler',
    1: 'a failed assert',
    17: 'arithmetic overflow or underflow',
    18: 'division or modulo by zero',
    33: 'a number that is no value of the enum',
    34: 'a wrongly encoded byte array in storage',
    49: 'pop on an empty array',
    50: 'an index out of bounds',
    65: 'too much memory allocated',
    81: 'a call of an uninitialized function',
  },

  memory: {
    scratch: 'scratch space',
    freePointer: 'free memory pointer',
    zeroSlot: 'zero slot',
    immutables: 'immutables',
    locals: 'local variables',
    local: (name: string) => `local variable ${name}`,
    overrun: (bytes: string) => `<length runs ${bytes} B past the allocation>`,
    formerly: (type: string, path: string) => `${type} (was ${path})`,
    overwritten: (object: string) => `${object} (overwritten)`,
    /** What a stretch of memory was used for where it lies. */
    buffer: {
      return: 'return data',
      deployedCode: 'deployed code',
      revert: 'revert data',
      event: 'event data',
      callInput: 'call input',
      creationCode: 'creation code',
      hash: 'hashed data',
      returnedData: 'returned data',
      constructorArguments: 'constructor arguments',
      calldata: 'calldata',
      code: 'code',
      assembly: 'inline assembly',
    },
    /** Of a buffer that lost bytes to something else. */
    restOf: (buffer: string) => `rest of ${buffer}`,
    unknown: 'unknown',
    zeroBytes: (count: string) => `${count} zero bytes`,
    moreBytes: (count: string) => `${count} more bytes; --json prints all`,
  },

  /** Why a value cannot be shown. */
  unreadable: ({ reason }: Unreadable): string => reason,

  summary: {
    gas: (gas: string, memoryGas: string) => `gas ${gas}, of which memory ${memoryGas}`,
    gasSoFar: (gas: string) => `gas so far ${gas}`,
    refund: (gas: string) => `refund ${gas}`,
    size: (bytes: string) => `size ${bytes}`,
    freePointer: (first: string, last: string) => `free pointer ${first} → ${last}`,
    because: (end: string, reason: string) => `${end}: ${reason}`,
    laterOpcode: (opcode: string, fork: string) => `${opcode}, an opcode that came with ${fork}`,
    at: 'at',
    notPayable: 'ether was sent to a function that takes none',
    noFunction: 'no function has that selector, and there is no fallback',
    innerCall: (name: string, end: string) => `the call of ${name} ${end}`,
    innerCreation: (name: string, end: string) => `the creation of ${name} ${end}`,
    noReason: 'none given',
    reason: 'reason',
  },

  calls: {
    columns: { gas: 'gas', memory: 'memory', memoryGas: 'memory gas', call: 'call' },
    depth: (depth: string) => `depth ${depth}`,
    created: (address: string, bytes: string) => `created ${address} (${bytes})`,
    creationCode: (bytes: string) => `${bytes} of creation code`,
    moreCalls: (count: string) => `${count} more calls; --json prints all`,
    firstCalls: (count: string, kept: string) => `${count} more calls; --json prints the first ${kept}`,
  },

  map: {
    columns: {
      ...{ offset: 'offset', bytes: 'bytes', object: 'object', value: 'value', allocatedBy: 'allocated by' },
      ...{ word: 'word', what: 'what it is', as: 'reads as', step: 'step', freePointer: 'free pointer' },
      ...{ neverRead: 'never read', slack: 'slack', released: 'released' },
      ...{ slot: 'slot', variable: 'variable', type: 'type', before: 'before', after: 'after' },
    },
    unused: '(unused)',
    released: (step: string, reused: string | undefined) =>
      reused === undefined ? `at step ${step}` : `at step ${step}, used again at ${reused}`,
    storage: 'storage',
    noStorage: 'The run looked at no storage of this account.',
    zeroWords: (count: string) => `${count} zero words`,
    cycle: '(stands above)',
    allocated: (bytes: string, neverRead: string, slack: string, peak: string) =>
      `${bytes} allocated, ${neverRead} of them never read, ${slack} beyond what objects use; memory grew to ${peak}.`,
    frame: (id: string, count: string, name: string) => `frame ${id} of ${count}: ${name}`,
    beforeStep: (step: string, count: string) => `before step ${step} of ${count}`,
    atEnd: 'at its end',
    frames: 'frames (--frame):',
    inferred: 'A type or place with ? is inferred from the code that allocated it.',
    twin: (matched: string, allocations: string) =>
      `Types and names by an unoptimized twin: ${matched} of ${allocations} allocations matched.`,
    noYul: (reason: string) => `Less is known, because the Yul behind the code is not: ${reason}`,
    noTwin: {
      notCompiled: (message: string) => `No unoptimized twin, so fewer types: solc says ${message}`,
      tooLong: 'No unoptimized twin, so fewer types: its run is too long to record.',
      diverged: 'No unoptimized twin, so fewer types: it did not make the same call.',
    },
  },

  run: {
    output: 'output',
    calls: 'calls',
    console: 'console.log',
    moreLines: (count: string) => `${count} more ${count === '1' ? 'line' : 'lines'}`,
    logs: 'logs',
    address: 'address',
    topic: 'topic',
    data: 'data',
    hash: (hash: string) => `hash ${hash}`,
    moreLogs: (count: string) => `${count} more logs; --json prints all`,
    memory: 'memory',
    stack: 'stack, top first',
    none: 'none',
    notReached: 'not reached',
  },

  cost: {
    headline: (bytes: string, words: string) => `${bytes} = ${words} ${words === '1' ? 'word' : 'words'}`,
    linear: 'linear part',
    quadratic: 'quadratic part',
    total: 'total',
    nextWord: 'next word',
    columns: { size: 'size', words: 'words', gas: 'gas' },
    legend: (linear: string, quadratic: string) => `${linear} linear   ${quadratic} quadratic`,
  },

  who: {
    frameNumber: (frame: string) => `frame ${frame}`,
    atEnd: (frame: string) => `at the end of frame ${frame}`,
    beforeStep: (step: string, frame: string) => `before step ${step}, in frame ${frame}`,
    step: (step: string) => `step ${step}`,
    shadowed: 'overwritten later',
    neverWritten: 'never written: zero',
    neverWrittenJunk: 'never written: junk of a brutalized run',
    pastEnd: 'behind the end of the source: zero',
    pastMemory: (bytes: string) => `${bytes} of it lie behind the end of memory`,
    unknownBytes: 'bytes that this recording does not tell',
    olderWriters: 'There are older writers; --all lists them.',
    moreOrigins: (count: string) => `… ${count} more lines; --json prints all`,
    constant: (pc: string) => `constant at pc ${pc}`,
    slot: (slot: string) => `slot ${slot}`,
    storedAt: (step: string) => `stored at step ${step}`,
    asBefore: 'as it was before this run',
    memory: (range: string) => `memory ${range}`,
    calldata: (range: string) => `calldata ${range}`,
    code: (range: string) => `code ${range}`,
    returndata: (range: string, frame: string) => `return data ${range} of ${frame}`,
    frame: (frame: string, contract: string) => `frame ${frame} (${contract})`,
    cut: 'not followed any further',
    left: (count: string) => `${count} more; --limit shows more`,
  },

  watch: {
    accesses: (count: string) => `${count} ${count === '1' ? 'access' : 'accesses'}`,
    read: 'read',
    write: 'write',
    columns: { step: 'step', frame: 'frame', opcode: 'opcode', access: 'access', value: 'value', source: 'source' },
  },

  find: {
    places: (count: string) => `${count} ${count === '1' ? 'place' : 'places'}`,
    end: 'end',
    where: { memory: 'memory', calldata: 'calldata', output: 'output' },
    columns: { where: 'where', frame: 'frame', offset: 'offset', from: 'from step', until: 'until step' },
  },

  diff: {
    steps: (from: string, to: string) => `step ${from} → step ${to}`,
    stack: 'stack, from the bottom',
    ended: 'ended meanwhile: frames',
    started: 'started meanwhile: frames',
    none: 'no difference',
    stepCount: 'steps',
    memorySize: 'memory size',
    acts: 'calls, stores, logs',
    sameActs: (count: string) => `Both do the same: ${count} calls, results, stores and logs.`,
    parted: (count: string) => `The first ${count} calls, results, stores and logs are the same; then`,
    noMore: 'nothing more',
    firstStep: (step: string, what: string) =>
      `Both run the same code; the first step that differs is ${step}, in its ${what}.`,
    what: { pc: 'position in code', stack: 'stack', memory: 'memory', end: 'absence from the shorter run' },
    sameSteps: 'Both run the same code, step by step with the same stack and memory.',
    sameMemory: 'Memory is the same at the end.',
    otherMemory: 'Memory at the end (- A, + B):',
  },

  gas: {
    share: (percent: string) => `(${percent} %)`,
    nothing: 'no gas to show',
    left: (count: string) => `${count} more; --json prints all`,
    columns: { gas: 'gas', memory: 'memory', grew: 'grew', steps: 'steps', where: 'where' },
  },

  debugger: {
    helpTitle: 'Keys; a number before one repeats it; any key leaves this page',
    keysTitle: 'Keys:',
    keys: {
      step: 'one step forward, back',
      over: 'the same in this frame, over calls',
      out: 'out of this frame; back to the step that called it',
      memory: 'next, previous step that reads or writes memory',
      write: 'next, previous write to the selected byte',
      finding: 'next, previous finding, with the bytes that it is about',
      goto: 'go to a step, pc:0x1f3, line:12, op:SSTORE, end; or 0x80 in memory',
      search: 'find 0x bytes, text or a number in memory; an opcode in the steps ahead',
      select: 'select the byte before, behind',
      selectRow: 'select a row above, below',
      scroll: 'scroll memory',
      release: 'select what the step touches again',
      watch: 'stop at accesses of the selected byte, or no longer',
      stop: 'stop at op:SSTORE, line:12, pc:0x1f3, write:0x80:32, slot:0x0, depth:2, gas:<5000; or no longer',
      run: 'run to the next, previous stop',
      mark: 'mark this step with a letter; go to a mark',
      diff: 'compare memory with a mark or a step; again to stop',
      frame: 'show memory of the caller, of the callee',
      follow: 'let memory follow what is touched, or pin it',
      look: 'zeros as .. or 00; lines of source or instructions',
      pane: 'storage, logs, return data, calldata, stops, findings',
      help: 'these keys',
      quit: 'quit',
    },
    prompts: { goto: 'go to', search: 'find', mark: 'mark', jump: 'go to mark', diff: 'compare with', stop: 'stop at' },
    /** The needful ones first: the last ones go where there is no room. */
    footer: [
      'j/k step',
      'n/N memory',
      'w/W write here',
      'g go to',
      'J/K over',
      '/ find',
      'b stop',
      'd diff',
      'Tab pane',
    ],
    /** Before the others, where there are findings. */
    footerFinding: 'e/E finding',
    footerEnd: '? help  q quit',
    code: 'code',
    stack: 'stack, top first',
    memory: 'memory',
    who: 'who wrote',
    panes: {
      storage: 'storage',
      logs: 'logs',
      returndata: 'return data',
      calldata: 'calldata',
      stops: 'stops',
      findings: 'findings',
    },
    toFindings: (found: string) => `${found} e and E go to them.`,
    frame: (id: string, depth: string) => `frame ${id} depth ${depth}`,
    waiting: '(waits for its call)',
    comparedWith: (step: string) => `(! other than at step ${step})`,
    depth: 'depth',
    size: 'size',
    freePointer: 'free pointer',
    end: 'the end',
    noSource: 'no line of source',
    noMemory: 'behind the end of memory',
    nothing: 'nothing yet',
    noMore: 'There is no further one.',
    notFound: 'It does not stand in this memory.',
    noStops: 'There are no stops; b makes one of the selected byte, B of what is typed.',
    stopAdded: (stop: string) => `${stop} is a stop now; c and C run to it.`,
    stopRemoved: (stop: string) => `${stop} is no stop any more.`,
    reached: (stop: string) => `Stopped at ${stop}.`,
    following: 'Memory follows what is touched.',
    pinned: 'Memory is pinned.',
    noKey: 'This key does nothing; ? shows those that do.',
    tooSmall: (columns: string, rows: string) => `Too small: ${columns} columns and ${rows} rows are needed.`,
  },

  check: {
    /** By rule. */
    rules: enFindings,
    severity: { error: 'error', warning: 'warning', note: 'note' },
    memory: {
      typed: (type: string, offset: string) => `the ${type} at ${offset}`,
      looksLike: (type: string, offset: string) => `what looks like ${withArticle(type)} at ${offset}`,
      allocation: (offset: string) => `the allocation at ${offset}`,
      temporary: (offset: string) => `the temporary data at ${offset}`,
    },
    bytes: (count: string) => counted(count, 'byte'),
    cause: (text: string) => `Likely cause: ${text}`,
    instead: (text: string) => `Instead: ${text}`,
    allocated: '[{Object} was allocated by {made}[, {victim} by {victimMade}].]',
    victimAllocated: '[{Victim} was allocated by {victimMade}.]',
    origin: {
      calldata: (value: string, ranges: string) => `${value} comes from calldata ${ranges}: the caller chooses it.`,
      returndata: (value: string, ranges: string, callee: string) =>
        `${value} comes from return data ${ranges} of ${callee}: the callee chooses it.`,
      constants: (value: string) => `${value} is made of constants alone.`,
    },
    bug: (id: string, from: string, fixed: string) =>
      `This matches ${id} of solc ${from} and later; ${fixed} has the fix.`,
    again: (count: string) => `The same ${counted(count, 'more time', 'more times')}.`,
    /** What a surface knows of a run's findings that it shows beside it. */
    found: {
      none: 'Checked: no findings.',
      some: (count: string) => `${counted(count, 'finding')}.`,
      noneInFile: 'No findings, as the file says.',
      inFile: (count: string) => `${counted(count, 'finding')}, as the file says.`,
      tooLong: (steps: string) =>
        `Not checked, because the run has ${counted(steps, 'step')}; memlane check looks at all of them.`,
      newer: 'A newer memlane wrote the findings of this file; update memlane to see them.',
      notYet: 'Not checked yet.',
    },
    show: 'To see it: ',
    silence: (comment: string) => `If this is meant: ${comment}`,
    why: 'why',

    none: (calls: string, allocations: string, steps: string) =>
      `No findings in ${counted(calls, 'call')}, ${counted(allocations, 'allocation')}, ${counted(steps, 'step')}.`,
    one: (severity: string, rule: string, line: string) => `1 finding: ${severity} ${rule}, ${line}.`,
    several: (findings: string, severities: string) => `${counted(findings, 'finding')}: ${severities}.`,
    causes: (findings: string, causes: string, severities: string) =>
      `${counted(findings, 'finding')} from ${counted(causes, 'cause')}: ${severities}.`,
    count: {
      error: (count: string) => counted(count, 'error'),
      warning: (count: string) => counted(count, 'warning'),
      note: (count: string) => counted(count, 'note'),
    },
    noneShown: { error: 'No errors', warning: 'No errors and no warnings', note: 'No findings' },
    hidden: (counts: string, isOne: boolean, least: string) =>
      `${counts} ${isOne ? 'is' : 'are'} hidden, --severity ${least} shows ${isOne ? 'it' : 'them'}`,
    known: (count: string, file: string) => `${count} known from ${file}`,
    ignored: (count: string) => `${count} ignored by ${count === '1' ? 'a comment' : 'comments'}`,
    between: '; ',
    and: ', ',
    stop: '.',
    capped: (most: string) => `Counting stopped at ${most} findings of one cause.`,
    notChecked: 'Not checked:',
    frames: (numbers: string, isOne: boolean) => `${isOne ? 'frame' : 'frames'} ${numbers}: `,
    reasons: {
      raw: 'R01–R08 and others that need Solidity’s layout: this code does not use it.',
      unknownMemory: 'the trace has no memory; what is unknown is not counted against the code.',
      tooLarge: 'what follows the growth of memory past 64 MiB.',
      noAbi: 'padding (R09): there is no ABI.',
      noSources: 'what needs sources (R18, R20): there are none.',
    },
    fuzz: (seed: string, calls: string, functions: string, ran: string, count: string) =>
      `Seed ${seed}: ${counted(calls, 'call')} of ${counted(functions, 'function')}; ${ran} of ${counted(count, 'memory instruction')} ran.`,
    neverPassed: (name: string, calls: string, reason: string) =>
      `${name}: none of ${counted(calls, 'call')} got past its first check${reason === '' ? '' : ` (${reason})`}.`,
    progress: (done: string, count: string, found: string) =>
      `checking call ${done} of ${count}, ${counted(found, 'finding')} so far …`,
    shrinking: (done: string, found: string) => `making finding ${done} of ${found} small …`,
    sequence: (calls: string, count: string) => `It takes ${counted(count, 'call')}: ${calls}.`,
    andThen: ', then ',
    brutalized: {
      same: 'With other bytes in unowned memory: same output, logs, state and gas.',
      differs: (what: string, step: string, read: string) =>
        `With other bytes in unowned memory ${what} differs${step === '' ? '' : `, first at step ${step}`}${read}.`,
      read: (op: string, step: string, range: string) => `: ${op} at step ${step} reads ${range}, which nobody wrote`,
      sameShifted: (bytes: string) =>
        `With a free memory pointer that starts ${bytes} bytes later: same output, logs and state.`,
      differsShifted: (bytes: string, what: string, step: string) =>
        `With a free memory pointer that starts ${bytes} bytes later ${what} differs${step === '' ? '' : `, first at step ${step}`}.`,
      dependsOnSize: (bytes: string) =>
        `With a free memory pointer that starts ${bytes} bytes later something differs; the code asks for MSIZE or GAS, so that may be meant.`,
      what: {
        status: 'the end',
        output: 'the output',
        created: 'the new contract',
        log: 'a log',
        slot: 'the state',
        account: 'the state',
      },
    },
    audit: {
      block: 'assembly',
      did: 'at run time',
      yes: 'marked',
      kept: 'kept the promise',
      broken: 'broke it',
      unseen: 'did not run',
      breaks: {
        freePointer: 'left another free memory pointer',
        zeroSlot: 'left a zero slot that is not zero',
        reserved: 'wrote before the first free byte',
        pastObject: 'wrote past an object',
        msize: 'asked for MSIZE',
      },
      atLine: (line: string) => ` (line ${line})`,
      summary: (count: string, kept: string, broken: string, unseen: string) =>
        `${counted(count, 'block')} of assembly: ${kept} kept the promise “memory-safe”, ${broken} broke it, ${unseen} did not run.`,
    },
    written: (count: string, file: string) => `${counted(count, 'finding')} written to ${file}.`,
  },

  serve: {
    listening: (url: string) => `The playground is at ${url} (Ctrl-C ends it)`,
  },

  replay: {
    block: (number: string) => `block ${number}`,
    success: 'success',
    failure: 'failure',
    logs: (count: string) => `${count} ${count === '1' ? 'log' : 'logs'}`,
    by: {
      prestate: () => 'Executed here on the accounts as they were before it.',
      state: (earlier: string) =>
        `Executed here on the state of the block before, after ${earlier} earlier ${earlier === '1' ? 'transaction' : 'transactions'} of its block.`,
      trace: () => 'Not executed here: the steps are those that the node told.',
    },
    agrees: 'Gas, status and logs are those of the receipt.',
    disagrees: (what: string, receipt: string, replay: string) =>
      `The receipt has another ${what}: ${receipt}, and this run ${replay}.`,
    what: { gasUsed: 'gas', status: 'status', logs: 'list of logs' },
    fits: {
      newAuthorities:
        'That fits a node which gives 12,500 gas back for authorities that are new: EIP-7702 gives them back only for accounts that are not empty, as this run does. Anvil 1.7.1 is such a node.',
    },
    refused: (reason: string) => `The node refused: ${reason}`,
  },

  recorded: {
    steps: (count: string) => (count === '1' ? '1 step' : `${count} steps`),
    frames: (count: string) => (count === '1' ? '1 frame' : `${count} frames`),
    findings: (count: string) => (count === '0' ? 'no findings' : counted(count, 'finding')),
  },

  progress: {
    lines: (count: string) => `${count} lines read …`,
    passedOver: (file: string, count: string) => `${file}: lines that are no JSON and were passed over: ${count}`,
    compiling: (version: string) => `compiling with solc ${version} …`,
    compiled: (version: string, origin: CompilerOrigin) => `solc ${version} (${ORIGINS[origin]})`,
    fetching: (version: string) => `fetching solc ${version} with npm, to be kept for the next time`,
    /** What was compiled by `compiler` before. */
    cached: (compiler: string) => `${compiler}, compiled before`,
    /** `options` are written as one would give them. */
    project: (place: string, options: string) => `${place}: ${options}`,
    noProjectCompiler: (place: string, version: string) =>
      `${place} asks for solc ${version}, which is not on this machine; another one compiles. --solc names one.`,
    hardhatUnread: (file: string) =>
      `${file} is a program and is not read; compile with Hardhat, and the settings of its build are taken.`,
    overCodeLimit: (contract: string, bytes: string, limit: string, fork: string) =>
      `${contract} has ${bytes} bytes, more than the ${limit} that ${fork} allows; it runs here all the same (--code-size-limit refuses it).`,
    otherCode: (contract: string) =>
      `The code of ${contract} is not the code in the artifact: compile the project again.`,
  },

  tests: {
    ran: (count: string, suite: string) => `Ran ${counted(count, 'test')} for ${suite}`,
    suiteResult: 'Suite result:',
    ok: 'ok.',
    failed: 'FAILED.',
    tally: (passed: string, failed: string, skipped: string, duration: string) =>
      `${passed} passed; ${failed} failed; ${skipped} skipped; finished in ${duration}`,
    total: (suites: string, duration: string, passed: string, failed: string, skipped: string, count: string) =>
      `Ran ${counted(suites, 'test suite')} in ${duration}: ${passed} tests passed, ${failed} failed, ${skipped} skipped (${count} total tests)`,
    failing: 'Failing tests:',
    encountered: (count: string, suite: string) => `Encountered ${counted(count, 'failing test')} in ${suite}`,
    encounteredTotal: (failed: string, passed: string) =>
      `Encountered a total of ${failed} failing tests, ${passed} tests succeeded`,
    logs: 'Logs:',
    traces: 'Traces:',
    warning: (text: string) => `Warning: ${text}`,
    none: 'No tests match; memlane test --list shows those that there are.',
    noneFound: (folder: string) =>
      `There are no tests: no contract below ${folder} has a function whose name begins with test or invariant.`,
    unknownKey: (place: string, key: string) => `${place}: nobody knows the key ${key}; it says nothing.`,
    misspelledKey: (place: string, key: string, like: string) =>
      `${place}: nobody knows the key ${key}; did you mean ${like}?`,
    wrongKey: (place: string, key: string, wanted: string) =>
      `${place}: ${key} must be a ${wanted}; its default is taken.`,
    memory: (found: string) => `memory: ${found}`,
    andMore: (first: string, count: string) => `${first}, and ${count} more`,
    notChecked: (test: string) => `${test} was not checked: its run is too long to be recorded.`,
    running: (done: string) => `tests run: ${done}`,
  },

  /** What to do about an error on the command line. */
  hint: (option: string) => ` Use ${option}.`,
  bug: (message: string) => `This is a bug in memlane, please report it with what --debug prints: ${message}`,
} as const

/**
 * Sentences of the command line's own errors, by code; a room below writes its English sentence where it throws.
 * `{name}` is a fact as it is, `{name:count}` a number with separators, `{name:quoted}` a text in quotes.
 */
export const enErrors = {
  'cli.unknownCommand': 'There is no command {command}; memlane --help lists the commands.',
  'cli.unknownOption': 'There is no option {option}; --help lists the options, and -- ends them.',
  'cli.misspelledCommand': 'There is no command {command}; did you mean {suggestion}?',
  'cli.misspelledOption': 'There is no option {option}; did you mean {suggestion}?',
  'cli.missingArgument': 'The argument <{argument}> is missing; --help shows the usage.',
  'cli.missingValue': 'The option {option} needs a value.',
  'cli.tooManyArguments': 'There are {given} arguments where at most {expected} can stand: {arguments}.',
  'cli.invalidChoice': '{option} cannot be {value:quoted}; choose one of {choices}.',
  'cli.argumentsWithoutCall':
    'Arguments behind the target ({arguments}) need --call with the function that takes them.',
  'cli.conflict': '{option} and {other} cannot stand together.',
  'cli.invalidSize': '{size:quoted} is not a size in bytes; write 8192, 0x2000, 8KiB or 1MiB.',
  'cli.sizeTooLarge': '{size} bytes are more than the {limit:count} that are priced; no gas limit pays for so many.',
  'cli.fileNotFound': 'There is no such file.',
  'cli.noTarget': '{target:quoted} is neither a file nor bytecode in hex.',
  'cli.folderNotFound': 'There is no such folder.',
  'cli.notAFolder': 'This is no folder.',
  'cli.isDirectory': 'This is a directory; name a file in it.',
  'cli.noSuchTest': 'No test has a name that {pattern} finds.',
  'cli.whichTest': '{count} tests fit: {names}; --match-test and --match-contract have to name one.',
  'cli.testNotReached': '{test} did not run: {reason}.',
  'cli.projectFolder': 'This is a {kind} project; name a contract or a file of tests in it.',
  'cli.inProject': 'Try `{command}`.',
  'cli.moreInProject': 'There are {count} more.',
  'cli.emptyProject': 'This is a {kind} project without contracts of its own.',
  'cli.notReadable': 'The file cannot be read: {reason}.',
  'cli.notWritable': 'The file cannot be written: {reason}.',
  'cli.missingOutput': 'There is no file to write to; add {option}.',
  'cli.noLines': 'There are no sources, so there are no lines and functions; leave {option} out.',
  'cli.nothingToCompare':
    'There is nothing to compare with: name a second target, --at and --to, or --against with options.',
  'cli.needsTerminal': 'The debugger needs a terminal for keys and screen; run it without pipes.',
  'cli.noPage': 'The playground is not built: {folder} has no index.html; run npm run build.',
  'cli.portTaken': 'Port {port} cannot be used ({reason}); choose another with --port, or 0 for a free one.',
  'cli.outputWithoutInput':
    'This is solc’s output without its input, so sources and settings are not known; give the input or a build-info.',
  'cli.artifactTellsNothing':
    'This file names sources without their content; give a contract’s artifact, or compile with build_info = true in foundry.toml.',
  'cli.noBuildInfo': 'The build-info of {tool} that this artifact belongs to is not there; run {remedy}.',
  'cli.artifactSourceGone':
    'The source {file} is not in {folder}; put it back, or compile with build_info = true in foundry.toml, which keeps sources.',
  'cli.artifactSourceChanged': '{file} has changed since it was compiled; compile the project again.',
  'cli.artifactSettings':
    '{option} is not for artifacts: they say how they were compiled. Leave it out, or give the source.',
  'cli.noArtifacts': 'There are no builds in {folder}; give a project, or its out/ or artifacts/ folder.',
  'cli.nothingNamed': 'No object in this memory has a name, so there are no variables to write.',
  'cli.noStorageLayout': 'Storage needs the source: a recording does not say which variables slots are.',
  'cli.missingRpcUrl': 'There is no node to ask; add {option}.',
  'cli.notAHash': '{word:quoted} is no hash of a transaction: 0x and 64 hex digits.',
  'cli.nodeTellsNothing':
    'The node gives neither the accounts before the transaction nor its steps: {reasons}. Ask one that keeps them.',
  'cli.noSuchTransaction': 'The node knows no transaction {hash}.',
  'cli.pendingTransaction': 'The transaction {hash} is in no block yet.',
  'cli.transactionType': 'The block has a transaction of type {type}, which this version does not know.',
  'cli.notATrace': 'This is JSON with neither structLogs nor steps of EIP-3155: no trace that a node wrote.',
  'cli.notABlock': 'This is no trace of a block, so there is no transaction to choose; leave --tx out.',
  'cli.notJsonAtAll': 'This is no JSON.',
  'cli.notForFormat': '{option} says nothing for the format {format}; leave it out.',
  'cli.recordingNotRun': 'This command runs code, and {format} is read as a run that was recorded.',
  'cli.recordedAlready': 'The run was recorded already, so {option} changes nothing; leave it out.',
  'cli.emptyTarget': 'There is nothing in it.',
  'cli.notText': 'This is no text in UTF-8, nor in UTF-16 with a mark at the beginning.',
  'cli.textTooLong': 'This has {bytes:count} bytes, more than the {limit:count} that can be read at once.',
  'cli.lineTooLong': 'Line {line} is longer than {limit:count} characters.',
  'cli.badGzip': 'This begins as gzip and cannot be unpacked: it is damaged or cut off. Copy it again.',
  'cli.unpackedTooLong': 'This holds more than {limit:count} bytes when unpacked; take a part of it.',
  'cli.standardInputNeedsAs': 'Standard input has no name that tells what it is; add --as with one of {formats}.',
  'cli.unknownFormat': 'Neither name nor content tells what this is; add --as with one of {formats}.',
  'cli.wrongFormat': 'This command takes {wanted}, and this is {format}.',
  'cli.usage': '{message}',
  'cli.optionAlone': '{option} says nothing without {other}; add it, or leave {option} out.',
  'cli.noAssembly': '--assembly needs the sources, which tell where inline assembly stands.',
  'cli.brutalizeNeedsCode':
    '--brutalize calls code again, and this is a run that was made already; name a source or bytecode.',
  'cli.notFuzzed': '{option} cannot stand with --fuzz, which generates the calls; leave it out.',
  'cli.fuzzNeedsCode': '--fuzz calls code, and this is a run that was made already; name a source or bytecode.',
  'cli.noSuchRule': 'There is no rule {name:quoted}; there are R01 to R20 by number or name, and all.',
  'cli.mapNeedsSolidity':
    'A map needs the types of a Solidity source, and this is {format}; memlane run shows its memory.',
  'cli.optionNeedsSolidity': '{option} needs a Solidity target, and this is {format}.',
  'cli.importNotFound': 'The import {path:quoted} was found neither beside the file nor in node_modules.',
  'cli.noSuchCompiler':
    'No solc {wanted} was found; there are {versions}. Give --solc the path of a program, or of a solc package.',
  'cli.noSolc':
    'There is no solc, and npm cannot bring version {version}: {reason}. Install it with npm install solc@{version}, or name a program with --solc.',
  'cli.notACompiler': 'This is neither the solc program nor the folder of a solc package.',
  'cli.compilerTooOld': 'solc {version} is too old; memlane reads what {oldest} and later write.',
  'cli.badRemapping': '{remapping:quoted} is not a remapping: prefix=folder, or context:prefix=folder.',
  'cli.badProjectValue': '{name} must be a {kind}.',
  'cli.noFoundryProject':
    'There is no foundry.toml here or above; name the folder of a Foundry project, or begin one with an empty foundry.toml.',
  'cli.badPattern': 'This is no regular expression: {reason}.',
  'cli.badProjectFile': 'This is not TOML: {reason}.',
  'cli.fileTooLarge': 'The file has {bytes:count} bytes, more than the {limit:count} that are read.',
  'cli.notJson': 'This is not JSON from here on.',
  'cli.resultTooLarge': 'The result is too large for one JSON document; lower --gas-limit.',
  'cli.compilerDied': 'The compiler ended without an answer: {reason}.',
} as const

/** The codes of errors that only the command line has. */
export type CliErrorCode = keyof typeof enErrors

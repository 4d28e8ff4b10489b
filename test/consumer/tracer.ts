// A tracer that prints what each line of source writes to memory.
import { readFileSync } from 'node:fs'
import { createEvm } from 'memlane'
import { BuildLocator, type Compiler, compileSolidity } from 'memlane/solidity'
import { MemoryAccesses, placeOfStep, record } from 'memlane/trace'
import solc from 'solc'

const compiler: Compiler = {
  version: solc.version(),
  compile: async (input) => JSON.parse(solc.compile(JSON.stringify(input))),
}
const sources = { 'Words.sol': readFileSync('Words.sol', 'utf8') }
const contract = (await compileSolidity(compiler, { sources })).contract('Words')
const locator = new BuildLocator(contract.compilation)

const { recording } = record(createEvm(), {
  code: contract.runtime.bytes,
  input: contract.selectors.get('run()') ?? '0x',
})
for (const { step, offset, length } of new MemoryAccesses(recording).from(0, { kind: 'write' })) {
  const place = placeOfStep(recording, step, locator)
  console.log(`${place?.file}:${place?.line}  0x${offset.toString(16)}  ${length} bytes`)
}

// Prints:
//   Words.sol:4  0x40  32 bytes
//   Words.sol:6  0x40  32 bytes
//   Words.sol:6  0x80  64 bytes
//   Words.sol:7  0xa0  32 bytes
//   Words.sol:5  0xc0  32 bytes

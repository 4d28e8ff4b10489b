/** Type identifiers, beside the readable names that solc gives the same types. */
import { expect, it } from 'vitest'
import { OUTPUT_SELECTION, typeName } from '../../src/solidity/index.ts'
import { parseTypeIdentifier } from '../../src/solidity/typeIdentifier.ts'
import { compiler, compileText } from '../support/solc.ts'

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
type Price is uint128;
enum Color { Red, Green }
struct Free { uint256 x; }
interface I { function f() external; }
library L { struct In_ner$ { bytes4 b; Free[2][] grid; } }
contract C {
    struct Deep { Deep[] kids; mapping(address => mapping(uint256 => string[])) table; L.In_ner$ inner; Price price; Color color; I other; }
    Deep deep;
    mapping(Color => Deep[3]) byColor;
    function(uint256, Free memory) external payable returns (bool, string memory) handler;
    function(uint256[] memory) internal pure returns (Free[] memory)[2] handlers;
    function f(uint8[3][] calldata a, bytes calldata b, address payable c, int40[4] memory d, L.In_ner$[] memory e)
        external returns (string memory s, function(bytes32) external view g) { a; b; c; d; e; s = ""; g = g; }
}`

it('every declaration of a source with all kinds of types', async () => {
  const { ast } = await compileText(SOURCE)
  const names = new Map<string, string>()
  const output = await compiler.compile({
    language: 'Solidity',
    sources: { 'Test.sol': { content: SOURCE } },
    settings: { optimizer: { enabled: false }, viaIR: false, remappings: [], outputSelection: OUTPUT_SELECTION },
  })
  JSON.stringify(output.sources, (_, value) => {
    if (value?.typeIdentifier && value.typeString) names.set(value.typeIdentifier, value.typeString)
    return value
  })
  const declarations = [...ast.nodes()].filter(({ kind }) => kind === 'VariableDeclaration')
  expect(declarations.length).toBe(27)
  for (const { typeIdentifier } of declarations) {
    expect(typeName(parseTypeIdentifier(typeIdentifier!)), typeIdentifier).toBe(plain(names.get(typeIdentifier!)!))
  }
})

/** solc's name without locations and scopes; function types are not spelled out. */
function plain(typeString: string): string {
  let name = typeString
    .replace(/ (storage ref|storage pointer|storage|memory|calldata)\b/g, '')
    .replace(/\b(struct|enum|contract) (?:[\w$]+\.)*([\w$]+)/g, '$2')
    .replace('address payable', 'address')
  // The innermost parentheses first, so that those of function types as parameters go as well.
  while (/function \([^()]*\)/.test(name)) {
    name = name.replace(/function \([^()]*\)( \w+)*( returns \([^()]*\))?/, 'function')
  }
  return name
}

import { describe, expect, it } from 'vitest'
import { inlineConfigs } from './inlineConfig.ts'

const TEXT = `
/// forge-config: default.fuzz.runs = 5
/// forge-config: ci.fuzz.runs = 500
contract A {
  // forge-config: default.fuzz.runs = 1
  uint256 x;
  /// forge-config: default.fuzz.runs = 7
  /// forge-config: default.allow_internal_expect_revert = true
  function testA(uint256) public { string memory s = "/// forge-config: default.fuzz.runs = 2"; }
  function testB(uint256) public {}
  /**
   * forge-config: default.fuzz.max-test-rejects = 9
   */
  function testC(uint256) public {}
}
/// forge-config: default.invariant.depth = 3
uint256 constant Y = 1;
contract B { function testA() public {} }
`

describe('settings in comments', () => {
  it('stand above a contract or a function', () => {
    const configs = inlineConfigs(TEXT, 'default')
    expect(configs.get('A')?.contract).toEqual({ 'fuzz.runs': '5' })
    expect(Object.fromEntries(configs.get('A')!.functions)).toEqual({
      testA: { 'fuzz.runs': '7', allow_internal_expect_revert: 'true' },
      testC: { 'fuzz.max_test_rejects': '9' },
    })
    expect(configs.get('B')).toEqual({ contract: {}, functions: new Map() })
  })
  it('are those of the profile over those of the default one', () => {
    expect(inlineConfigs(TEXT, 'ci').get('A')?.contract).toEqual({ 'fuzz.runs': '500' })
  })
  it('are not looked for where there are none', () => expect(inlineConfigs('contract A {}', 'default').size).toBe(0))
})

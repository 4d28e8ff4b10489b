// SPDX-License-Identifier: MIT
// How tests end, in one file: forge-1.7.1.json has what forge said of each.
pragma solidity ^0.8.20;
error Free(uint256 a, address b, string c, bytes d, bool e, int256 f, bytes32 g, uint256[] h);
library console { function log(string memory s, uint256 x) internal view { (bool ok,) = address(0x000000000000000000636F6e736F6c652e6c6f67).staticcall(abi.encodeWithSignature("log(string,uint256)", s, x)); ok; } }
contract Inner { error Mine(uint256 x); uint256 public n; function bad(uint256 x) external { n = x; revert Mine(x); } function good(uint256 x) external returns (uint256) { n += x; return n; } event E(uint256 indexed a, address b); function ev() external { emit E(1, msg.sender); } }
contract R {
  function testFuzz_small(uint8 x, bool b) public pure { require(x < 200 || b, "large"); }
  bool public IS_TEST = true;
  Inner inner;
  event log(string); event log_named_uint(string key, uint256 val);
  function setUp() public { inner = new Inner(); }
  function testPass() public { inner.good(5); console.log("x is", 7); emit log("hello"); emit log_named_uint("k", 5); inner.ev(); }
  function testRequire() public pure { require(false, "boo \"q\""); }
  function testRequireNone() public pure { require(false); }
  function testRevertEmpty() public pure { revert(); }
  function testAssert() public pure { assert(false); }
  function testOver() public view returns (uint256 y) { uint256 x = inner.n(); unchecked { x = 0; } return x - 1; }
  function testDiv() public view returns (uint256 y) { return 1 / inner.n(); }
  function testIndex() public pure { uint256[] memory a = new uint256[](1); a[a.length]; }
  function testCustom() public { uint256[] memory h = new uint256[](2); h[0]=12345; revert Free(1000000000000000000, address(this), "he\n\"y", hex"0102", true, -123456, bytes32(uint256(5)), h); }
  function testInner() public { inner.bad(5); }
  function testUnknown() public pure { assembly { mstore(0, shl(224, 0x12345678)) mstore(4, 5) revert(0, 36) } }
  function testUnknownSel() public pure { assembly { mstore(0, shl(224, 0x12345678)) revert(0, 4) } }
  function testShort() public pure { assembly { mstore(0, shl(240, 0x1234)) revert(0, 2) } }
  function testAscii() public pure { assembly { mstore(0, "plain text here") revert(0, 15) } }
  function testInvalid() public pure { assembly { invalid() } }
  function testBadOp() public { assembly { pop(0) } bytes memory c = hex"0c"; address a; assembly { a := create(0, add(c, 32), 1) } require(a != address(0), "no create"); }
  function testOog() public pure { while (true) {} }
  function testJump() public pure { function() internal pure f; assembly { f := 7 } f(); }
  function testNoCode() public { Inner(address(0xdead)).good(1); }
  function testNoFn() public { R(address(inner)).testPass(); }
  function testValue() public { (bool ok,) = address(inner).call{value: 1}(""); require(ok); }
  function testFuzz_ok(uint256 x, address y) public pure { x; y; }
}
contract F { function testFail_x() public {} function testOther() public {} }
contract S { function setUp() public pure { require(false, "setup bad"); } function testA() public {} function testB() public {} }
contract Ctor { constructor() { revert("ctor bad"); } function testA() public {} }
contract Big { function testBig() public { bytes32 x; for (uint i; i < 10; i++) x = keccak256(abi.encode(x, i)); } function test_static() public view {} receive() external payable {} function testPayable() public payable {} }
contract Two { function setup() public {} function setUp() public {} function testA() public {} }
contract Lower { uint x; function setup() public {x=1;} function testA() public { require(x == 0); } }
abstract contract Abs { function testA() public {} }
contract Concrete is Abs { }

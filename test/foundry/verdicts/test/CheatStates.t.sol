// SPDX-License-Identifier: MIT
// What a suite has to know of cheatcodes: how they end a test, and that what setUp did with them lasts.
pragma solidity ^0.8.20;

interface Vm {
  function prank(address) external;
  function startPrank(address) external;
  function stopPrank() external;
  function assume(bool) external;
  function skip(bool) external;
  function skip(bool, string calldata) external;
  function expectRevert() external;
  function expectRevert(bytes calldata) external;
  function expectEmit() external;
  function warp(uint256) external;
  function deal(address, uint256) external;
  function label(address, string calldata) external;
  function store(address, bytes32, bytes32) external;
}

contract Target {
  event Seen(address indexed who, uint256 amount);
  function who() external view returns (address) { return msg.sender; }
  function boom() external pure { revert("boom"); }
  function see(uint256 amount) external { emit Seen(msg.sender, amount); }
}

contract CheatsTest {
  Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
  Target target;
  event Seen(address indexed who, uint256 amount);

  function setUp() public {
    target = new Target();
    vm.warp(500);
    vm.label(address(target), "target");
    vm.startPrank(address(0xA11CE));
  }
  function testPrankOfSetUpLasts() public { require(target.who() == address(0xA11CE)); vm.stopPrank(); require(target.who() == address(this)); }
  function testTimeOfSetUpLasts() public view { require(block.timestamp == 500); }
  function testPrankIsUsedUp() public { vm.stopPrank(); vm.prank(address(7)); require(target.who() == address(7)); require(target.who() == address(this)); }
  function testExpected() public { vm.expectRevert(bytes("boom")); target.boom(); }
  function testExpectedOther() public { vm.expectRevert(bytes("bang")); target.boom(); }
  function testExpectedNone() public { vm.expectRevert(); target.who(); }
  function testDangling() public { vm.expectRevert(); }
  /// forge-config: default.allow_internal_expect_revert = true
  function testInternal() public { vm.expectRevert(bytes("inside")); this; revert("inside"); }
  function testInternalNotAllowed() public { vm.expectRevert(bytes("inside")); revert("inside"); }
  function testEmitted() public { vm.expectEmit(); emit Seen(address(0xA11CE), 5); target.see(5); }
  function testSkip() public { vm.skip(true); }
  function testSkipWhy() public { vm.skip(true, "because"); }
  function testSlotOfFailure() public { vm.store(address(vm), bytes32("failed"), bytes32(uint256(1))); }
  function testDealSurvives() public { vm.deal(address(9), 5); require(address(9).balance == 5); }
  function testFuzz_Assume(uint256 x) public { vm.assume(x > 5); require(x > 5); }
  function testUnknown() public { (bool ok, bytes memory b) = address(vm).call(abi.encodeWithSignature("nope()")); if (!ok) assembly { revert(add(b, 32), mload(b)) } }
}
contract SkippedSetUpTest {
  function setUp() public { Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D).skip(true, "all"); }
  function testA() public {}
  function testB() public {}
}

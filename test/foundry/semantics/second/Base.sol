// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
interface Vm {
  function prank(address) external; function prank(address,address) external; function prank(address,bool) external;
  function startPrank(address) external; function startPrank(address,address) external; function stopPrank() external;
  function expectRevert() external; function expectRevert(bytes4) external; function expectRevert(bytes calldata) external; function expectRevert(address) external; function expectRevert(uint64) external; function expectPartialRevert(bytes4) external;
  function expectEmit() external; function expectEmit(address) external; function expectEmit(bool,bool,bool,bool) external; function expectEmit(uint64) external; function expectEmit(address,uint64) external;
  function expectCall(address,bytes calldata) external; function expectCall(address,bytes calldata,uint64) external;
  function assume(bool) external; function warp(uint256) external; function roll(uint256) external; function fee(uint256) external; function chainId(uint256) external; function txGasPrice(uint256) external; function coinbase(address) external;
  function deal(address,uint256) external; function etch(address,bytes calldata) external; function store(address,bytes32,bytes32) external; function load(address,bytes32) external returns(bytes32);
  function getNonce(address) external returns(uint64); function setNonce(address,uint64) external; function skip(bool) external;
  function mockCall(address,bytes calldata,bytes calldata) external; function mockCallRevert(address,bytes calldata,bytes calldata) external; function clearMockedCalls() external;
  function snapshotState() external returns(uint256); function revertToState(uint256) external returns(bool);
  function pauseGasMetering() external; function resumeGasMetering() external; function label(address,string calldata) external; function addr(uint256) external returns(address); function getBlockTimestamp() external returns(uint256);
  function assertEq(uint256,uint256) external; function recordLogs() external;
}
contract Base {
  Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
  event U(string k, uint256 v);
  event A(string k, address v);
  function u(string memory k, uint256 v) internal { emit U(k, v); }
  function a(string memory k, address v) internal { emit A(k, v); }
  function lo(string memory s) internal view { address c = 0x000000000000000000636F6e736F6c652e6c6f67; bytes memory p = abi.encodeWithSignature("log(string)", s); assembly { pop(staticcall(gas(), c, add(p,32), mload(p), 0, 0)) } }
}
error Err(uint256 x);
contract T {
  event E(uint256 indexed a, uint256 b); event F(uint256 c);
  uint256 public s = 7; uint256 public z;
  T public inner;
  constructor(bool bad) payable { if (bad) revert("bad ctor"); }
  function who() external view returns (address, address) { return (msg.sender, tx.origin); }
  function whoNested() external view returns (address x, address o, address y, address p) { (x, o) = (msg.sender, tx.origin); (y, p) = this.who(); }
  function pay() external payable {}
  function boom() external pure returns (uint256) { revert("boom"); }
  function cust(uint256 x) external pure { revert Err(x); }
  function empty() external pure { assembly { revert(0,0) } }
  function inv() external pure { assembly { invalid() } }
  function pan() external pure { assert(false); }
  function em(uint256 x) external { emit E(x, x + 1); }
  function em2(uint256 x, uint256 y) external { emit E(x, x + 1); emit F(9); emit E(y, y + 1); }
  function emTry() external { try this.emBoom() {} catch {} }
  function emBoom() external { emit E(1, 2); revert("x"); }
  function clearBoom() external { s = 0; revert("c"); }
  function clear() external { s = 0; }
  function tryBoom() external { try this.boom() {} catch {} }
  function nest() external pure {} function loop() external pure { while (true) {} }
  function deep() external view returns (address) { (address x,) = this.who(); return x; }
  function startAs(address x) external { Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D).startPrank(x); }
  function dealBoom(address x) external { Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D).deal(x, 5); Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D).warp(77); revert("d"); }
}
library Lib { function who() external view returns (address) { return msg.sender; } function boom() external pure { revert("lib"); } }

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// As much of a test framework as these tests need. In a project of your own it is forge-std's Test.
abstract contract Test {
    bool public IS_TEST = true;

    function assertEq(uint256 left, uint256 right) internal pure {
        require(left == right, "assertion failed: not equal");
    }

    function assertEq(bytes memory left, bytes memory right) internal pure {
        require(keccak256(left) == keccak256(right), "assertion failed: not equal");
    }
}

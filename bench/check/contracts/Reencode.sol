// SPDX-License-Identifier: MIT
pragma solidity >=0.8.0;

/// SOL-2022-6: clearing what is past an array at the end of the head clears the length of the text in the tail.
contract Reencode {
    function run() external view returns (bytes memory) {
        return this.again("a text", [uint256(1), 2]);
    }

    function again(string calldata text, uint256[2] calldata pair) external pure returns (bytes memory) {
        return abi.encode(text, pair);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity >=0.8.0;

/// SOL-2022-4: the block in the middle names no variable of Solidity, and its stores go.
contract SideEffects {
    function run() external pure returns (bytes32 hash) {
        uint256 pair;
        assembly {
            pair := mload(0x40)
            mstore(0x40, add(pair, 0x40))
        }
        assembly {
            mstore(sub(mload(0x40), 0x40), 7)
            mstore(sub(mload(0x40), 0x20), 8)
        }
        assembly {
            hash := keccak256(pair, 0x40)
        }
    }
}

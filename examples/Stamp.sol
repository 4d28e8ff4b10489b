// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract Stamp {
    function stamp(uint256 id) external pure returns (bytes memory head, string memory name) {
        head = new bytes(32);
        name = "Alice";
        assembly {
            // the id goes after 24 bytes
            mstore(add(head, 56), id)
        }
    }
}
